/** The package's own types name files without their endings, which this project's module resolution does not find. */
declare module '@huggingface/jinja' {
  export interface Token {
    readonly value: string;
    readonly type: string;
  }
  export interface Statement {
    readonly type: string;
  }
  export interface Program extends Statement {
    readonly body: readonly Statement[];
  }
  export interface RuntimeValue {
    readonly type: string;
    readonly value: unknown;
  }
  export class Environment {
    constructor(parent?: Environment);
    set(name: string, value: unknown): RuntimeValue;
  }
  export class Interpreter {
    constructor(environment?: Environment);
    run(program: Program): RuntimeValue;
    evaluate(statement: Statement | undefined, environment: Environment): RuntimeValue;
  }
  export function tokenize(source: string): Token[];
  export function parse(tokens: readonly Token[]): Program;
}
