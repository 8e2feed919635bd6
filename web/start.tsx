/** Starts the page: the engine, what the address asks for, and the application. */
import { render } from 'preact';
import { App } from './app.tsx';
import { runEngine, type Start } from './engine/client.ts';
import { openTool } from './panels/tool-open.ts';
import { restore } from './state/shown.ts';

export function startPage(where: Start): void {
  runEngine(where);
  void restore(openTool);
  render(<App />, document.querySelector('#app')!);
}
