/** @type {import('micro-metrics').MetricFunction} */
export default ({ reply, options }) => {
  const found = options.currencies.filter((currency) => reply.includes(currency));
  return {
    passed: found.length === 0,
    explanation: found.length === 0 ? 'There is no price.' : `It names prices in ${found.join(', ')}.`,
    quotes: found,
  };
};
