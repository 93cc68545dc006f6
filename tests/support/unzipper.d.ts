export {};
/** What the types of `unzipper` leave out. */
declare module 'unzipper' {
  namespace Open {
    /** `tailSize`: how many bytes at the end of the file may hold the end record and the comment; 80 if not given. */
    function file(filename: string, options: { tailSize: number }): Promise<CentralDirectory>;
  }
}
