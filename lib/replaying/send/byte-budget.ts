/** Bounds the bytes that are in memory at once; a single larger piece is admitted alone. */
export class ByteBudget {
  private readonly most: number;
  private used = 0;
  private waiting: (() => void)[] = [];

  constructor(most: number) {
    this.most = most;
  }

  async take(bytes: number): Promise<void> {
    while (this.used > 0 && this.used + bytes > this.most)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.used += bytes;
  }

  release(bytes: number): void {
    this.used -= bytes;
    const waiting = this.waiting;
    this.waiting = [];
    for (const wake of waiting) wake();
  }
}
