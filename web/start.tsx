/** Starts the page: the engine, what the address asks for, and the application. */
import { render } from 'preact';
import { App } from './app.tsx';
import { runEngine, type Start } from './engine/client.ts';
import { openSource } from './state/app.ts';

export function startPage(where: Start): void {
  runEngine(where);
  render(<App />, document.querySelector('#app')!);
  void openSource({ kind: 'published', name: 'alexnet' });
}
