/** A line as it is meant, and the number of the first that it was made of. */
export interface WholeLine {
  readonly number: number;
  readonly text: string;
}

const longestWhole = 1 << 20;

export type WholeLines = ReturnType<typeof wholeLines>;

/**
 * Puts together what a mail's quoted-printable part broke, and decodes it. Only after that part's header:
 * elsewhere an `=` at the end or before two digits is what it is. Parts in base64 are not decoded.
 */
export function wholeLines() {
  let isQuoted = false;
  let held: WholeLine | undefined;

  function take(): WholeLine[] {
    const whole = held;
    held = undefined;
    return whole ? [{ ...whole, text: decoded(whole.text) }] : [];
  }

  return {
    push(number: number, line: string): WholeLine[] {
      const encoding = /^content-transfer-encoding:\s*(\S+)/i.exec(line)?.[1];
      if (encoding !== undefined) isQuoted = encoding.toLowerCase() === 'quoted-printable';
      else if (/^--\S|^From /.test(line)) isQuoted = false;
      if (!isQuoted || encoding !== undefined) return [...take(), { number, text: line }];
      const text = (held?.text ?? '') + line.replace(/=[ \t]{0,80}$/, '');
      held = { number: held?.number ?? number, text };
      const goesOn = /=[ \t]{0,80}$/.test(line) && text.length < longestWhole;
      return goesOn ? [] : take();
    },
    end: take,
  };
}

function decoded(text: string): string {
  return text.replace(/(?:=[0-9A-F]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'),
  );
}
