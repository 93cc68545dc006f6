/** How a target of replays is reached. Holds secrets. */
export interface ReplayConnection {
  readonly url: string;
  readonly connection: {
    /** Value of the Authorization header. */
    readonly authorization: string | null;
    readonly tls: { ca?: string; cert?: string; key?: string; verify: boolean } | null;
  };
}
