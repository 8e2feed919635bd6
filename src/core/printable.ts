/** Names come from files: what could steer a terminal or turn the text around is written as an escape. */

/** Control characters (C0, DEL, C1), line separators, the marks of writing direction and lone surrogates. */
const steering = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/** What most names are made of, known without a long look: no character that `steering` has. */
const harmless = /^[\x20-\x7e\u00a0-\u02ff\u2010-\u2027\u2190-\u25ff]*$/;

/** A name longer than this is no name; the whole of it is in the JSON. */
const longest = 200;

/** `conv\x1b[2J` for a name that would clear the screen; at most 200 characters. */
export function printable(name: string): string {
  const short = name.length > longest ? `${name.slice(0, longest - 1)}…` : name;
  return printableSentence(short);
}

/** As `printable`, for a whole sentence of any length. */
export function printableSentence(sentence: string): string {
  return harmless.test(sentence) ? sentence : sentence.replace(steering, escapeOf);
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
