/** Articles are numbered from 100 to 999. */
const isArticle = (name) => /^KB-[1-9]\d\d$/.test(name);

/** @type {import('micro-metrics').MetricFunction} */
export default ({ reply }) => {
  const cited = reply.match(/KB-\d+/g) ?? [];
  if (cited.length === 0) return { passed: false, explanation: 'It cites no article.' };
  const unknown = cited.filter((name) => !isArticle(name));
  return {
    passed: unknown.length === 0,
    explanation: unknown.length === 0 ? 'All articles exist.' : `There is no ${unknown.join(', ')}.`,
    quotes: unknown,
  };
};
