/** What an evaluator that comes with GitHub Models asks a judge, in our words. */
export interface BuiltInEvaluator {
  readonly criteria: string;
  /** What each answer means, from 1 (worst) on. */
  readonly levels: readonly [string, string, string, string, string];
}

/**
 * The evaluators that `uses:` can name
 * (https://docs.github.com/en/github-models/use-github-models/evaluating-ai-models), each on a scale of 1 to 5. They look at
 * the variables `input` and `expected` of a row, as there.
 */
export const builtInEvaluators: Readonly<Record<string, BuiltInEvaluator>> = {
  'github/similarity': {
    criteria:
      'How near the reply comes in meaning to the right answer, which is given as {{ expected }}, to the question given as {{ input }}. Wording, order and length do not count.',
    levels: [
      'It says something else.',
      'Little of what it says is in the right answer.',
      'About half of it agrees with the right answer.',
      'It agrees but for details.',
      'It says the same.',
    ],
  },
  'github/coherence': {
    criteria:
      'How well the reply to {{ input }} hangs together: its sentences build on each other in an order that a reader can follow. Whether it is true does not count.',
    levels: [
      'Loose words without a thread.',
      'Fragments with a hint of a thread.',
      'A thread with gaps or jumps.',
      'A clear thread, with small lapses at most.',
      'A clear thread from the first sentence to the last, with smooth transitions.',
    ],
  },
  'github/fluency': {
    criteria:
      'How well the reply is written: grammar, choice of words, variety of sentences. What it says does not count.',
    levels: [
      'Hardly to be understood.',
      'Understandable, with many mistakes.',
      'Mostly right, plain and somewhat stiff.',
      'Well written, with rare slips.',
      'Written with ease and without mistakes.',
    ],
  },
  'github/relevance': {
    criteria:
      'How well the reply answers what is asked, which is given as {{ input }}: to the point, right and complete.',
    levels: [
      'It is about something else.',
      'It tries to answer and is wrong.',
      'It answers in part, and leaves out what matters.',
      'It answers in full.',
      'It answers in full, and adds what helps to understand the answer.',
    ],
  },
  'github/groundedness': {
    criteria:
      'How far the reply to {{ input }} rests on the material given as {{ expected }} and on nothing else.',
    levels: [
      'It has nothing to do with material or question.',
      'It is on the topic and does not answer.',
      'It answers with statements that the material does not support.',
      'It answers rightly, and leaves out details of the material.',
      'It answers rightly and in full from the material alone.',
    ],
  },
};
