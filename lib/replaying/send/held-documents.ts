/** Documents of which a request has failed: their later ones are not sent, so that what remains keeps its order. */
export class HeldDocuments {
  private readonly keys = new Set<string>();
  private all = false;

  hold(keys: readonly string[]): void {
    for (const key of keys) this.keys.add(key);
  }

  /** After a failed request to many documents. */
  holdEverything(): void {
    this.all = true;
  }

  /** `keys` null: a request that waits for all others; it is sent while some documents are held. */
  isHeld(keys: readonly string[] | null): boolean {
    return this.all || (keys?.some((key) => this.keys.has(key)) ?? false);
  }
}
