/** The page for file://: one classic script that holds everything. */
import { defineConfig } from 'vite';
import { buildOf } from './vite.config.ts';

export default defineConfig(buildOf('folder', './mainFolder.tsx', { format: 'iife', codeSplitting: false }));
