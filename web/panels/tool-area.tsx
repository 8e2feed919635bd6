/** The open tool: its code is loaded when it is first opened. */
import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { sentenceOf } from '../state/app.ts';
import { openTool } from './tool-open.ts';
import { tools, type Tool } from './tools/index.ts';

export function ToolArea() {
  const tool = tools.find(({ id }) => id === openTool.value);
  if (!tool) return null;
  const close = (): void => {
    buttonOfTool()?.focus();
    openTool.value = undefined;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  };
  return (
    <div class="panel tool-area" id="tool-area" onKeyDown={onKeyDown}>
      <button type="button" class="tool-close" aria-label={`Close ${tool.title}`} onClick={close}>
        <span aria-hidden="true">✕</span>
      </button>
      <Loaded key={tool.id} tool={tool} />
    </div>
  );
}

function buttonOfTool(): HTMLElement | null {
  return document.querySelector('[aria-controls="tool-area"]');
}

/** Who opened it by its button goes on in it. */
function useArrival(isThere: boolean): void {
  useEffect(() => {
    if (!isThere || document.activeElement !== buttonOfTool()) return;
    const heading = document.querySelector<HTMLElement>('#tool-area h2');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    heading?.closest('.tool-area')?.scrollIntoView({ block: 'nearest' });
  }, [isThere]);
}

function Loaded({ tool }: { readonly tool: Tool }) {
  const panel = useSignal<{ readonly Panel: ComponentType } | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  useEffect(() => {
    tool.load().then(
      (Panel) => (panel.value = { Panel }),
      (error: unknown) => (failure.value = sentenceOf(error)),
    );
  }, []);
  useArrival(panel.value !== undefined);
  if (failure.value !== undefined) return <p role="alert">{failure.value}</p>;
  return panel.value ? <panel.value.Panel /> : <p class="tool-loading">Loading…</p>;
}
