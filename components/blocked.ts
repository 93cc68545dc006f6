/** Why someone may not do a thing here, by permission; what is not in it they may. Made on the server, enforced there too. */
export type Blocked = Partial<Record<string, string>>;

/** What a page must always be able to say: which cluster, in words. */
export interface ClusterWords {
  key: string;
  name: string;
  environment: string;
  /** A switch asks for the alias's name as well. */
  protected: boolean;
}
