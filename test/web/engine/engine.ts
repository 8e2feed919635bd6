/** The engine in this process, through the same line and copies as in the page. */
import { createClient } from '../../../web/engine/client.ts';
import { startInPage } from '../../../web/engine/inPage.ts';

export const engine = createClient(startInPage);
