/** `reduce --pareto`: the least price over a grid of budgets. */
import { UsageError } from '../core/errors.ts';
import { pose } from '../reduce/reduce.ts';
import { pareto, type ParetoPoint } from '../reduce/solve/index.ts';
import { csvOf } from '../report/csv.ts';
import { markdownTable } from '../report/markdown.ts';
import { surfaceJson, surfaceRows, surfaceSvg, surfaceTable, type ReportedSurface } from '../report/pareto.ts';
import { sections, tableLines } from '../report/text.ts';
import { printableSentence } from '../core/printable.ts';
import { named } from '../reduce/advise.ts';
import type { Answer, Io } from './command.ts';
import { drive } from './drive.ts';
import { lookOf } from './paint.ts';
import { askedOf, type ReduceValues } from './reduce-options.ts';
import type { ReduceSubject } from './reduce-subject.ts';

/** Shares of the original of each axis of the grid. */
const shares = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Milliseconds for the whole grid. */
const defaultLimit = 120_000;

export async function paretoAnswer(subject: ReduceSubject, values: ReduceValues, io: Io): Promise<Answer> {
  const { reducible, ranking, network } = subject;
  expectOnlyTheGrid(values);
  if (values.objective === 'uniform')
    throw new UsageError('--pareto needs an objective that is a sum; uniform is a maximum');
  const asked = { ...askedOf(values, named(reducible.costs.totals)), ...ranking };
  const { problem, widths } = pose(reducible, asked);
  const [weights, connections] = reducible.costs.totals;
  const grid = shares.flatMap((down) =>
    shares.map((right) => [Math.floor(weights! * down), Math.floor(connections! * right), ...problem.budgets.slice(2)]),
  );
  const limit = values['time-limit'] ?? defaultLimit;
  const solved = await drive(pareto(problem, grid, { gap: asked.gap ?? 0.001 }), { io, limit, what: 'the grid' });
  const surface: ReportedSurface = {
    network: { name: network.name, source: network.source },
    objective: values.objective,
    points: solved.map(({ budgets, solution }: ParetoPoint) => ({
      weightsShare: shares[Math.round((budgets[0]! / weights!) * 10) - 2]!,
      connectionsShare: shares[Math.round((budgets[1]! / connections!) * 10) - 2]!,
      weightsBudget: budgets[0]!,
      connectionsBudget: budgets[1]!,
      price: solution.best?.price,
      bound: solution.bound,
      weights: solution.best?.used[0],
      connections: solution.best?.used[1],
      widths: widths.map(({ name, channelsPerAtom }, i) => ({ name, to: (solution.best?.values[i] ?? 0) * channelsPerAtom })), // prettier-ignore
    })),
  };
  const missing = grid.length - solved.length;
  const stopped = missing > 0 ? [`stopped: ${missing} of ${grid.length} points are not solved`] : [];
  const remarks = [...stopped, ...subject.notes];
  return { text: printed(surface, values, io), remarks, status: missing > 0 ? 1 : 0, file: values.output };
}

/** What would be left out silently: the grid has its own budgets, and there is no one network to write. */
function expectOnlyTheGrid(values: ReduceValues): void {
  const { output, variant, 'runners-up': others } = values;
  const own = (['weights', 'connections'] as const).find((name) => values[name] !== undefined);
  if (own !== undefined)
    throw new UsageError(`--${own} and --pareto do not go together: the grid has its own budgets on weights and connections`); // prettier-ignore
  if (variant.length > 0) throw new UsageError('--variant and --pareto do not go together');
  if (others !== undefined) throw new UsageError('--runners-up and --pareto do not go together');
  if (output !== undefined && /\.(onnx|ya?ml)$/i.test(output))
    throw new UsageError(`--pareto writes a table or a figure, not the network that "${output}" asks for`);
}

function printed(surface: ReportedSurface, values: ReduceValues, io: Io): string {
  switch (values.format) {
    case 'svg':
      return surfaceSvg(surface);
    case 'csv':
      return csvOf([{ table: surfaceRows(surface) }]);
    case 'markdown':
      return `${markdownTable(surfaceTable(surface)).join('\n')}\n`;
    case 'json':
      return `${JSON.stringify(surfaceJson(surface), undefined, 2)}\n`;
    default: {
      const { width, paint } = lookOf(values, io);
      const title = printableSentence(`${surface.network.name}: the least price (${surface.objective}) for every pair of budgets`); // prettier-ignore
      return sections([[paint.strong(title)], tableLines(surfaceTable(surface), width, paint)]);
    }
  }
}
