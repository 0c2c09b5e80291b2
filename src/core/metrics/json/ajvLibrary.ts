/** Ajv by static imports: a dynamic import of CommonJS has other names once it is bundled. Loaded with the first schema. */
import formats from 'ajv-formats';

export { Ajv } from 'ajv';
export { Ajv2020 } from 'ajv/dist/2020.js';
export const addFormats = formats.default;
