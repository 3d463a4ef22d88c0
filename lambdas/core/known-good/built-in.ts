import type { KnownGoodList } from './list';
import { hashOf, readEntry } from './read-entry';

/** What hardly anybody means to call malicious: our own words, kept short. Lists of others are loaded by the operator. */
const entries = {
  resolvers: [
    ...['1.1.1.1', '1.0.0.1', '8.8.8.8', '8.8.4.4', '9.9.9.9', '149.112.112.112'],
    ...['208.67.222.222', '208.67.220.220', '94.140.14.14', '94.140.15.15', '185.228.168.9'],
    ...['2606:4700:4700::1111', '2606:4700:4700::1001', '2001:4860:4860::8888'],
    ...['2001:4860:4860::8844', '2620:fe::fe', '2620:fe::9', '2620:119:35::35'],
    ...['dns.google', 'one.one.one.one', 'dns.quad9.net'],
  ],
  'reserved-networks': [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
    ...['172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4'],
    ...['240.0.0.0/4', '::1', '::', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
  ],
  'example-names': [
    ...['example.com', 'example.net', 'example.org', 'example.edu', 'iana.org'],
    ...['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'],
  ],
  'empty-content': [
    'd41d8cd98f00b204e9800998ecf8427e',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
  ],
  platforms: [
    ...['google.com', 'youtube.com', 'gmail.com', 'gstatic.com', 'microsoft.com', 'live.com'],
    ...['office.com', 'office365.com', 'windows.com', 'windowsupdate.com', 'bing.com', 'skype.com'],
    ...['apple.com', 'icloud.com', 'amazon.com', 'facebook.com', 'instagram.com', 'whatsapp.com'],
    ...['whatsapp.net', 'meta.com', 'fbcdn.net', 'twitter.com', 'x.com', 't.co', 'linkedin.com'],
    ...['telegram.org', 't.me', 'signal.org', 'discord.com', 'slack.com', 'zoom.us', 'github.com'],
    ...['gitlab.com', 'bitbucket.org', 'stackoverflow.com', 'wikipedia.org', 'wikimedia.org'],
    ...['mozilla.org', 'cloudflare.com', 'akamai.com', 'fastly.com', 'dropbox.com', 'paypal.com'],
    ...['netflix.com', 'spotify.com', 'reddit.com', 'yahoo.com', 'adobe.com', 'oracle.com'],
    ...['salesforce.com', 'wordpress.org', 'debian.org', 'ubuntu.com', 'kernel.org', 'python.org'],
    ...['npmjs.com', 'pypi.org', 'docker.com', 'letsencrypt.org', 'digicert.com', 'virustotal.com'],
    ...['ipify.org', 'ip-api.com', 'ipinfo.io', 'icanhazip.com', 'pool.ntp.org', 'ntp.org'],
  ],
} as const;

export const builtInPrefix = 'tocsin-';

export const builtIn: readonly KnownGoodList[] = Object.entries(entries).map(([name, list]) => {
  const read = list.map((entry) => readEntry('string', entry));
  const known = read.filter((one) => one.kind === 'entry');
  return {
    id: `${builtInPrefix}${name}`,
    name: `Tocsin: ${name.replaceAll('-', ' ')}`,
    hashes: known.map(({ key }) => hashOf(key)),
    networks: known.flatMap(({ network }) => network ?? []),
  };
});
