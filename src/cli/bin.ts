#!/usr/bin/env node
/** The file that package.json's `bin` names. Nothing is awaited here: what is loaded later imports from the chunk that this is in. */
import { run } from './process.ts';

void run();
