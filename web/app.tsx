/** The application: where the panels are. */
import { DropZone } from './panels/drop.tsx';
import { Explanation } from './panels/explanation.tsx';
import { FigurePanel } from './panels/figure.tsx';
import { Header } from './panels/header.tsx';
import { Ledger } from './panels/ledger.tsx';
import { Status } from './panels/status.tsx';
import { Title } from './panels/title.tsx';
import { ToolArea } from './panels/tool-area.tsx';
import { ToolBar } from './panels/tool-bar.tsx';
import { openTool } from './panels/tool-open.ts';
import { Totals } from './panels/totals.tsx';
import { view } from './state/app.ts';
// oxlint-disable-next-line import/no-unassigned-import -- the builds make a style sheet of it
import './styles/index.css';

export function App() {
  return (
    <>
      <SkipLink />
      <Header />
      <main>
        <Status />
        <div class="title">
          <Title />
          <ToolBar />
        </div>
        <Totals />
        <div class={openTool.value === undefined ? 'workspace' : 'workspace has-tool'}>
          {view.value && (
            <>
              <FigurePanel />
              <Ledger />
            </>
          )}
          <div class="side">
            <ToolArea />
            {view.value && <Explanation />}
          </div>
        </div>
      </main>
      <DropZone />
    </>
  );
}

/** A button, since the address belongs to the view and not to places in the page. */
function SkipLink() {
  const skip = (): void => document.querySelector<HTMLElement>('.ledger [tabindex="0"]')?.focus();
  return (
    <button type="button" class="skip" onClick={skip}>
      Skip to the table
    </button>
  );
}
