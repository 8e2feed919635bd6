/** A file dropped anywhere on the page is opened. */
import { signal, useSignalEffect } from '@preact/signals';
import { openSource } from '../state/app.ts';

/** How deep the pointer is in elements while it carries a file: entering a child comes before leaving its parent. */
const depth = signal(0);

export function DropZone() {
  useSignalEffect(() => {
    const listening = new AbortController();
    addEventListener('dragenter', onEnter, listening);
    addEventListener('dragleave', onLeave, listening);
    addEventListener('dragover', onOver, listening);
    addEventListener('drop', onDrop, listening);
    return () => listening.abort();
  });
  if (depth.value === 0) return null;
  return (
    <div class="drop" aria-hidden="true">
      Drop to open
    </div>
  );
}

function onEnter(event: DragEvent): void {
  if (carriesFiles(event)) depth.value++;
}

function onLeave(event: DragEvent): void {
  if (carriesFiles(event)) depth.value = Math.max(0, depth.value - 1);
}

function onOver(event: DragEvent): void {
  if (carriesFiles(event)) event.preventDefault();
}

function onDrop(event: DragEvent): void {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  depth.value = 0;
  const file = event.dataTransfer?.files[0];
  if (file) void openSource({ kind: 'file', file, name: file.name });
}

function carriesFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
