/** The engine in a worker of its own: whatever it reads, counts and solves, the page stays fluid. */
import { serve } from './serve.ts';

serve(self);
