/** The table of formats: what can be read, how a file of it is recognised, and its reader, loaded when it is needed. */
import type { Format } from './format.ts';

/** In the order in which a file without a telling name is tried: the most particular beginning first. */
export const formats: readonly Format[] = [
  {
    name: 'ONNX',
    isBuiltForInputs: false,
    extensions: ['.onnx'],
    recognises: async (head) => (await import('./onnx/recognise.ts')).looksLikeOnnx(head),
    read: async (blob, context) => (await import('./onnx/read.ts')).readOnnx(blob, context),
  },
  {
    name: 'network file',
    isBuiltForInputs: true,
    extensions: ['.yaml', '.yml', '.json'],
    recognises: async (head) => (await import('./network-file/recognise.ts')).looksLikeNetworkFile(head),
    read: async (blob, context) => (await import('./network-file/read.ts')).readNetworkFile(blob, context, context),
  },
  {
    name: 'Caffe',
    isBuiltForInputs: true,
    extensions: ['.prototxt'],
    recognises: async (head) => (await import('./caffe/read.ts')).looksLikeCaffe(head),
    read: async (blob, context) => (await import('./caffe/read.ts')).readCaffe(blob, context),
  },
];
