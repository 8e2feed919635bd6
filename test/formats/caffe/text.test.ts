import { describe, expect, test } from 'vitest';
import { parsePrototxt, type Field } from '../../../src/formats/caffe/text.ts';

/** Fields as `name=value` in the order of the text, messages in braces. */
function said(text: string): string {
  const say = ({ name, value }: Field): string => {
    if (value.kind === 'message') return `${name}{${value.fields.map(say).join(' ')}}`;
    if (value.kind === 'number') return `${name}=${value.value}`;
    return `${name}=${value.kind === 'text' ? JSON.stringify(value.text) : value.text}`;
  };
  return parsePrototxt('net.prototxt', text).fields.map(say).join(' ');
}

describe('the text format', () => {
  test.each([
    ['# nothing but a remark', ''],
    ['a: 1 # a remark behind\n#another\nb: 2', 'a=1 b=2'],
    ['a: [1, 2, 3] b: []', 'a=1 a=2 a=3'],
    ['a: 0x1F b: 017 c: 0 d: -3 e: - 4', 'a=31 b=15 c=0 d=-3 e=-4'],
    ['a: 0.5f b: 1e-3 c: .5 d: 2. e: 1.5E+2F f: -0x10', 'a=0.5 b=0.001 c=0.5 d=2 e=150 f=-16'],
    ['a: inf b: -Infinity c: nan', 'a=Infinity b=-Infinity c=NaN'],
    ['a { b: 1 } c: { d: 2 } e < f: 3 > g: <h: 4>', 'a{b=1} c{d=2} e{f=3} g{h=4}'],
    ['a [ { b: 1 }, < b: 2 > ]', 'a{b=1} a{b=2}'],
    ['a: MAX b: true', 'a=MAX b=true'],
    [`a: "one" ' two'\n  "three" b: ''`, 'a="one twothree" b=""'],
    [String.raw`a: "\n\t\"\\\x41\101\u00e9" b: 'it\'s'`, String.raw`a="\n\t\"\\AAé" b="it's"`],
    ['a: 1; b: 2, c { } ;', 'a=1 b=2 c{}'],
    ['[caffe.extra]: 3 [type.example.com/x.Y] { z: 1 }', '[caffe.extra]=3 [type.example.com/x.Y]{z=1}'],
    ['\ufeffa:1b:2'.replace('1b', '1 b'), 'a=1 b=2'],
    ['a: "# { no remark"', 'a="# { no remark"'],
    ['information: info', 'information=info'],
  ])('%j', (text, expected) => expect(said(text)).toBe(expected));

  test('every field knows its place', () => {
    const { source, fields } = parsePrototxt('net.prototxt', 'a: 1\n  b { c: 2 }\r\n d: 3');
    expect(fields.map(({ at }) => source.locate(at))).toEqual([
      'net.prototxt:1:1',
      'net.prototxt:2:3',
      'net.prototxt:3:2',
    ]);
  });
});

describe('what is not the text format', () => {
  test.each([
    ['a: ', 'net.prototxt:1:4: expected "<", "[", "{", a number, a quote or a value, got the end of the file'],
    ['a 1', 'net.prototxt:1:3: expected ":", "<", "[" or "{", got "1"'],
    ['a: 1\n: 2', 'net.prototxt:2:1: expected a field name or the end of the file, got ":"'],
    ['a { b: 1', 'net.prototxt:1:9: expected "}" for line 1, column 3, got the end of the file'],
    ['a { b: 1 ]', 'net.prototxt:1:10: expected "}" for line 1, column 3, got "]"'],
    ['a: 1 }', 'net.prototxt:1:6: expected a field name, got "}" that closes nothing'],
    ['a: "one\n', 'net.prototxt:1:8: expected a character or a quote, got the end of the line'],
    ['a: 12monkeys', 'net.prototxt:1:4: expected'],
    ['a: [1, {b: 2}', 'net.prototxt:1:14: expected "]"'],
  ])('%j', (text, message) => expect(() => said(text)).toThrow(message));

  test('ten thousand levels are refused before the parser recurses', () => {
    expect(() => said('a {'.repeat(10_000))).toThrow('net.prototxt:1:303: messages are nested more than 100 deep');
    expect(() => said(`${'a {'.repeat(10_000)}${'}'.repeat(10_000)}`)).toThrow('nested more than 100 deep');
    expect(() => said(`a: ${'['.repeat(10_000)}`)).toThrow('nested more than 100 deep');
  });

  test('a text past the bound is refused unread', () => {
    expect(() => said('a'.repeat(8 * 1024 * 1024 + 1))).toThrow(
      'net.prototxt: 8388609 characters; a prototxt of at most 8388608 is read',
    );
  });
});
