/** The package names its types behind a condition that TypeScript does not reach for this entry. */
declare module 'eld/medium' {
  interface Detection {
    /** Score per language, 0 to 1, best first; ISO 639-1 codes. */
    getScores(): Record<string, number>;
  }
  export const eld: {
    detect(text: string): Detection;
  };
}
