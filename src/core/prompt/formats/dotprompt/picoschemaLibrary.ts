/** Picoschema by a static import: a dynamic import of CommonJS has other names once it is bundled. Loaded with the first schema. */
export { picoschema } from 'dotprompt';
