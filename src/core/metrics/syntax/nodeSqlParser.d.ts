/** The package's own types promise named exports, which its builds do not have where modules are loaded as they are. */
declare module 'node-sql-parser/build/*' {
  interface AstParser {
    astify(sql: string, options: { readonly database: string }): unknown;
  }
  const library: { readonly Parser: new () => AstParser };
  export default library;
}
