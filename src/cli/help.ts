/** Help of the commands, by name, in the order they are listed. */
const commands: Readonly<Record<string, { readonly summary: string; readonly text: string }>> = {
  run: {
    summary: 'run suites on prompts, compare, report',
    text: `micro-metrics run <prompt|suite|folder ...> [options]

Runs the suites that belong to prompts, on every case, and reports. Answers that are known from an earlier run
are taken from .micro-metrics/history.db in the working folder; only what is new is asked.

Model
  --model <name>            instead of the one in suite and prompt
  --provider <name>         openai, openai-responses, replay or simulated
  --base-url <url>          an OpenAI-compatible endpoint; OPENAI_API_KEY may be sent there
  --trials <n>              repetitions of each case (default: as the suite says, else 1)
  --concurrency <n>         calls at the same time (default 10)
  --max-cost <usd>          stop before a call that would cost more than this in all; where no price is known,
                            nothing is asked without --max-calls
  --max-calls <n>           stop after this many calls in all
  --no-cache                ask everything anew
  --allow-code              run the code of custom metrics; only where you trust the suites
  --offline                 ask nothing; what is not known is an error of its case

Results
  --stage <stage>           only metrics of this stage: real-time, async or offline (default: all)
  --compare <what>          previous: the newest run of another version of the prompt
                            baseline: the pinned run, else what 'accept' wrote, else what was accepted here
                            git:<ref>: the prompt as of a commit, branch or tag; evaluated if need be
                            git:<branch>...: the prompt where this branch left another one
                            <file.json>: a JSON report
  --resolve                 ask for more trials of what cannot be told yet, within the limits`,
  },
  score: {
    summary: 'score recorded or production outputs; judges are asked only where wanted',
    text: `micro-metrics score <suite> --completions <file.jsonl> [options]

Scores outputs that are already there, such as logs. One JSON object a line:
  {"case": "id", "trial": 0, "output": "text", "toolCalls": [], "latencyMs": 12,
   "usage": {"inputTokens": 1, "outputTokens": 2}, "model": "name", "messages": [], "time": "2026-11-23T10:00:00Z"}
Only 'output' is required. Where 'case' is absent or not in the suite, the suite's own metrics apply. Lines may also
be requests with responses or conversations as OpenAI has them, or OpenTelemetry exports with GenAI spans
(OTLP/JSON). The file is read as a stream and may be of any size.

A metric raises an alert when at least 10 lines were judged and the whole 95 % interval of its rate, since it last
changed, lies below its target. Alerts of severity error or warning end with exit code 1.

  --completions <file>      the outputs (required)
  --cases <file.jsonl>      add conversations that failed to a case file: the newest 20 of each metric, each once
  --stage <stage>           only metrics of this stage: real-time, async or offline (default: all)
  --compare <file.json>     compare cases of the suite with those of a JSON report
  --judges                  ask judges too; without it their metrics are skipped
  --max-cost <usd>          what judges may cost in all; this or --max-calls is required with --judges
  --max-calls <n>           calls of judges in all
  --concurrency <n>         calls of judges at the same time (default 10)`,
  },
  watch: {
    summary: 'score a log as it grows, and tell when a metric falls',
    text: `micro-metrics watch <log.jsonl> [options]

Reads a log from its beginning and goes on as it grows, through rotation, and before it exists. Says when a metric's
rate is surely below its target and when it is back, and sums up when it is interrupted (exit code 130). Lines are
those of 'score'; all of them are judged by the suite's own metrics.

  --suite <suite>           default: the only one below the working folder
  --state <file.json>       keep there how far it has come, and go on there when it is started again
  --cases <file.jsonl>      at the end, add conversations that failed to a case file
  --stage <stage>           only metrics of this stage: real-time, async or offline (default: all)
  --reporter <name>         of the summary: text (default), json, junit, markdown or sarif
  --output <file>           write the summary there instead of to standard output`,
  },
  compare: {
    summary: 'compare two JSON reports of run or score',
    text: `micro-metrics compare <old.json> <new.json> [options]

Compares two reports with the scores they hold. Cases are paired by id, where their input is the same.`,
  },
  accept: {
    summary: 'write the results of a prompt as the committed baseline',
    text: `micro-metrics accept <prompt|suite|folder ...>

Takes the newest complete run of the prompt as it is now, and writes it beside the suite as <name>.baseline.json, in
the format of the JSON report. Commit that file: \`run --compare baseline\` compares with it, here and in CI. Nothing
is run; run the suite first.`,
  },
  render: {
    summary: 'show the request that a prompt makes; nothing is sent',
    text: `micro-metrics render <prompt> [--variables <json|file>]

Prints model, messages and tools as JSON, with the variables filled in.`,
  },
  check: {
    summary: 'report mistakes in prompts and suites',
    text: `micro-metrics check <file or folder ...>

Prints one line a mistake: file:line:column: severity: message. Exit code 1 when there is an error among them.`,
  },
  judges: {
    summary: 'measure judges by the labels beside their suites',
    text: `micro-metrics judges <suite|prompt|folder ...> [options]

Asks each judge about the replies that people labelled (<name>.labels.jsonl beside the suite) and prints how far it agrees with
them (Cohen's kappa with its 95 % interval), how often it says otherwise when asked again, and whether the order or the
length of replies sways it. What was asked before is taken from .micro-metrics/history.db.

  --rounds <n>              how often each label is judged (default 3)
  --max-cost <usd>          stop before a call that would cost more than this in all
  --max-calls <n>           stop after this many calls in all
  --offline                 ask nothing; only what is stored counts
  --concurrency <n>         calls at the same time (default 10)
  --reporter <name>         text (default) or json`,
  },
  import: {
    summary: 'turn a promptfoo config or a .prompt.yml into a suite',
    text: `micro-metrics import <promptfooconfig.yaml|.prompt.yml> [--output <folder>]

Prints a suite; with --output writes it and its prompts into a folder. What is not taken over is named on standard
error.`,
  },
  simulate: {
    summary: 'serve the simulated model on loopback',
    text: `micro-metrics simulate [--port <n>] [--delay <ms>]

Speaks the OpenAI protocol until it is interrupted. What it follows is in docs/simulated-model.md.`,
  },
};

const reporting = `
Report
  --reporter <name>         text (default), json, junit, markdown or sarif
  --output <file>           write the report there instead of to standard output
  --fail-on <what>          exit with 1 on: failure (a case that could not run, or a metric of severity error or
                            warning below its target or not scored at all; or a regression), regression, or never
                            (default: regression where something was compared, else failure)`;

/** What exit code 1 means, by command; absent: it does not occur. */
const failures: Readonly<Record<string, string>> = {
  run: 'a failure or regression that --fail-on names',
  score: 'a failure or regression that --fail-on names',
  compare: 'a failure or regression that --fail-on names',
  check: 'a mistake of severity error',
};

function exits(failure: string | undefined): string {
  const one = failure === undefined ? '' : ` 1 ${failure},`;
  return `\nExit codes: 0 as asked,${one} 2 could not run, 130 interrupted.`;
}

/** Help on one command, or on all where the name is none. `known`: the commands that there are. */
export function helpText(name: string | undefined, known: readonly string[]): string {
  const own = name === undefined || !known.includes(name) ? undefined : commands[name];
  if (own !== undefined) {
    const isReporting = name === 'run' || name === 'score' || name === 'compare';
    return `${own.text}\n${isReporting ? `${reporting}\n` : ''}${exits(failures[name ?? ''])}`;
  }
  const names = Object.keys(commands).filter((command) => known.includes(command));
  const width = Math.max(...names.map((command) => command.length));
  const lines = names.map((command) => `  ${command.padEnd(width)}  ${commands[command]?.summary}`);
  return `micro-metrics <command> [...]

${lines.join('\n')}

\`micro-metrics <command> --help\` explains a command.
${exits('what --fail-on names has happened, or `check` found a mistake of severity error')}`;
}
