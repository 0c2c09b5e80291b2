/** The bundler gives the text of a picture. */
declare module '*.svg' {
  const text: string;
  export default text;
}
declare module '*.css';
