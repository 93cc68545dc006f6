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

  /**
   * `keys` null: a request that waits for all others. A query may reach the documents that are held; a refresh and the like
   * are sent.
   */
  isHeld(keys: readonly string[] | null, isQuery: boolean): boolean {
    return this.all || (isQuery && this.keys.size > 0) || (keys?.some((key) => this.keys.has(key)) ?? false);
  }
}
