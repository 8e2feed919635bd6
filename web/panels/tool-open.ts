/** Which tool is open, by its id in tools/index.ts. */
import { signal } from '@preact/signals';

export const openTool = signal<string | undefined>(undefined);
