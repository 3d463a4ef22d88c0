interface DemoDescriptor {
  readonly owner: 'Alder Bank' | 'Birch Cloud' | 'Cedar Retail';
  readonly to: 'community' | 'group' | 'Alder Bank' | 'Birch Cloud' | 'Cedar Retail';
  readonly value: string;
  readonly status: 'UNKNOWN' | 'NON_MALICIOUS' | 'SUSPICIOUS' | 'MALICIOUS';
  readonly tags: readonly string[];
  readonly description?: string;
  readonly confidence?: number;
}

const phishing = ['login', 'account', 'secure-pay', 'parcel', 'invoice', 'voicemail', 'hr-portal'];

/** A community's first day, all of it on documentation ranges and example domains (RFC 2606, 5737, 3849). */
export const demoDescriptors: readonly DemoDescriptor[] = [
  ...phishing.map(
    (name, at): DemoDescriptor => ({
      owner: 'Alder Bank',
      to: 'community',
      value: `${name}[.]phish.example`,
      status: 'MALICIOUS',
      tags: ['phishing', 'kit:willow'],
      confidence: 60 + at * 5,
    }),
  ),
  ...phishing.slice(0, 4).map(
    (name): DemoDescriptor => ({
      owner: 'Birch Cloud',
      to: 'community',
      value: `hxxps://${name}.phish.example/kit/willow.zip`,
      status: 'MALICIOUS',
      tags: ['phishing', 'kit:willow'],
      description: 'The kit, left in the open beside the page that it serves.',
    }),
  ),
  ...[10, 11, 12, 13, 14, 15].map(
    (host): DemoDescriptor => ({
      owner: 'Birch Cloud',
      to: 'community',
      value: `192.0.2.${host}`,
      status: 'SUSPICIOUS',
      tags: ['bruteforce', 'ssh'],
    }),
  ),
  ...[443, 8443].map(
    (port): DemoDescriptor => ({
      owner: 'Cedar Retail',
      to: 'community',
      value: `203.0.113.77:${port}`,
      status: 'MALICIOUS',
      tags: ['c2', 'family:rowan'],
    }),
  ),
  ...['a1', 'b2', 'c3', 'd4'].map(
    (byte): DemoDescriptor => ({
      owner: 'Cedar Retail',
      to: 'community',
      value: byte.repeat(32),
      status: 'MALICIOUS',
      tags: ['family:rowan', 'loader'],
    }),
  ),
  ...['ledger', 'swift-gw', 'core-api'].map(
    (name): DemoDescriptor => ({
      owner: 'Alder Bank',
      to: 'group',
      value: `${name}.fraud.example`,
      status: 'MALICIOUS',
      tags: ['targeted', 'finance'],
      description: 'Seen against two of our branches; for this group only, please.',
    }),
  ),
  ...[1, 2, 3].map(
    (net): DemoDescriptor => ({
      owner: 'Birch Cloud',
      to: 'group',
      value: `198.51.100.${net * 16}/28`,
      status: 'SUSPICIOUS',
      tags: ['scanner', 'finance'],
    }),
  ),
  {
    owner: 'Cedar Retail',
    to: 'community',
    value: 'account.phish.example',
    status: 'NON_MALICIOUS',
    tags: ['own-test'],
    description: 'Ours: a red-team exercise. See who disagrees.',
  },
  {
    owner: 'Birch Cloud',
    to: 'Cedar Retail',
    value: '2001:db8::bad:1',
    status: 'SUSPICIOUS',
    tags: ['your-network'],
    description: 'This one looks like yours.',
  },
  {
    owner: 'Alder Bank',
    to: 'Alder Bank',
    value: 'draft.phish.example',
    status: 'UNKNOWN',
    tags: ['to-check'],
  },
];
