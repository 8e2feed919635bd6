/** Take away: the drawings, the table, the network, and a link to exactly this view. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { engine } from '../../engine/client.ts';
import type { ExportFormat } from '../../engine/protocol.ts';
import { sentenceOf, view } from '../../state/app.ts';
import { Failure, Frame, Said } from './frame.tsx';
import { Link } from './link.tsx';
import type { Outcome } from './outcome.ts';
import { pngOf } from './png.ts';
import { copy, fileName, save } from './save.ts';

interface Item {
  readonly title: string;
  readonly about: string;
  /** What the file's name ends in. */
  readonly ending: string;
  readonly type: string;
  readonly make: (id: number) => Promise<string | Blob>;
}

const drawings: readonly Item[] = (['figure', 'bars'] as const).flatMap((what) => [
  {
    title: `${what === 'figure' ? 'Figure' : 'Bars'} as SVG`,
    about: 'for papers: sharp at any size, its words are text',
    ending: `-${what}.svg`,
    type: 'image/svg+xml',
    make: (id) => engine.svg(id, what),
  },
  {
    title: `${what === 'figure' ? 'Figure' : 'Bars'} as PNG`,
    about: 'for slides: twice the points, on white',
    ending: `-${what}.png`,
    type: 'image/png',
    make: async (id) => pngOf(await engine.svg(id, what)),
  },
]);

const tables: readonly Item[] = [
  written('csv', 'Table as CSV', 'for spreadsheets', '.csv', 'text/csv'),
  written('markdown', 'Table as Markdown', 'for issues and READMEs', '.md', 'text/markdown'),
  written('latex', 'Table as LaTeX', 'for papers', '.tex', 'application/x-tex'),
  written('json', 'Ledger as JSON', 'what the command prints, with all derivations', '.json', 'application/json'),
];

const networks: readonly Item[] = [
  written(
    'network-file',
    'Network file',
    'the network as text, to edit and to count again',
    '.yaml',
    'application/yaml',
  ),
  written('pytorch', 'PyTorch', 'the network as a module’s source', '.py', 'text/x-python'),
];

function written(format: ExportFormat, title: string, about: string, ending: string, type: string): Item {
  return { title, about, ending, type, make: (id) => engine.write(id, format) };
}

export function TakeAway() {
  const outcome: Outcome = { said: useSignal<string | undefined>(), failure: useSignal<string | undefined>() };
  const id = view.value?.id;
  useEffect(() => () => void ([outcome.said.value, outcome.failure.value] = [undefined, undefined]), [id]); // it was about that network
  return (
    <Frame
      id="take-away"
      title="Take away"
      about="The drawings, the table and the network as files or on the clipboard, and a link that shows exactly this view. Nothing is uploaded."
    >
      <Link outcome={outcome} />
      <Said>{outcome.said.value}</Said>
      <Failure sentence={outcome.failure.value} />
      <Items title="Drawings" items={drawings} outcome={outcome} />
      <Items title="Table" items={tables} outcome={outcome} />
      <Items title="Network" items={networks} outcome={outcome} />
    </Frame>
  );
}

interface ItemsProps {
  readonly title: string;
  readonly items: readonly Item[];
  readonly outcome: Outcome;
}

function Items({ title, items, outcome }: ItemsProps) {
  return (
    <>
      <h3>{title}</h3>
      <ul class="tool-items">
        {items.map((item) => (
          <li key={item.title}>
            <span>
              <b>{item.title}</b> <small>{item.about}</small>
            </span>
            <span class="tool-buttons">
              <button
                type="button"
                aria-label={`Download ${item.title}`}
                onClick={() => void take(item, 'download', outcome)}
              >
                Download
              </button>
              <button type="button" aria-label={`Copy ${item.title}`} onClick={() => void take(item, 'copy', outcome)}>
                Copy
              </button>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

async function take({ title, ending, type, make }: Item, how: 'download' | 'copy', outcome: Outcome): Promise<void> {
  const open = view.value;
  if (!open) return;
  outcome.said.value = `${title}: being made…`;
  try {
    const content = await make(open.id);
    const name = fileName(open.ledger.network.name, ending);
    if (how === 'copy') await copy(content);
    else save(content instanceof Blob ? content : new Blob([content], { type }), name);
    if (view.value !== open) return;
    outcome.said.value = how === 'copy' ? `${title}: copied.` : `${title}: saved as ${name}.`;
    outcome.failure.value = undefined;
  } catch (error) {
    if (view.value === open) [outcome.said.value, outcome.failure.value] = [undefined, sentenceOf(error)];
  }
}
