import type { TemplateEngine, TemplateLanguage } from './template.ts';

/** The engine of a language. Libraries are loaded when the first template needs them. */
export async function engineFor(language: TemplateLanguage): Promise<TemplateEngine> {
  switch (language) {
    case 'jinja':
      return (await import('./jinja/jinjaEngine.ts')).jinjaEngine;
    case 'mustache':
      return (await import('./mustache/mustacheEngine.ts')).mustacheEngine;
    case 'handlebars':
      return (await import('./handlebars/handlebarsEngine.ts')).handlebarsEngine;
    case 'dotprompt':
      return (await import('./handlebars/handlebarsEngine.ts')).dotpromptEngine;
  }
}
