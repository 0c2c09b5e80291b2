/** The package's own types describe its CommonJS file; what is imported is the other one, whose default is the function. */
declare module '@jest/diff-sequences' {
  export default function diffSequences(
    aLength: number,
    bLength: number,
    isCommon: (aIndex: number, bIndex: number) => boolean,
    foundSubsequence: (nCommon: number, aCommon: number, bCommon: number) => void,
  ): void;
}
