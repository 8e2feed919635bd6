/** Options that several commands have: of the network that is read, and of the text that is printed. */
import { choice, repeated, single } from './option.ts';
import { binding, fileName, namedShape, placement, seconds, setting, wholeFrom } from './values.ts';

export const sourceOptions = {
  input: repeated(
    '[NAME=]SHAPE',
    'shape of an input: 1x3x224x224, 3x224x224, 1x3xHxW; NAME where there are several',
    namedShape,
  ),
  bind: repeated('NAME=SIZE', 'a number for an open size', binding),
  open: repeated('NAME', 'leave a size open that would be bound, such as batch', (name) => name),
  set: repeated('NAME=VALUE', 'a parameter of a published network or a network file', setting),
  timeout: single('SECONDS', 'how long a server may send nothing (20)', seconds),
};

export const towerOptions = {
  towers: single('T', 'lay the network over T towers (devices), where its file cannot say it', wholeFrom(1)),
  place: repeated('LAYER=TOWER', 'put a whole layer on one tower, counted from 1', placement),
};

export const printOptions = {
  output: { ...single('FILE', 'write to FILE instead of standard output (-)', fileName), short: 'o' },
  color: choice(['auto', 'always', 'never'], 'auto', 'colours; NO_COLOR and FORCE_COLOR are heeded'),
  width: single('COLUMNS', 'fit text into so many columns', wholeFrom(20)),
};
