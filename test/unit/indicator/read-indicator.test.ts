import type { IndicatorType } from '../../../lambdas/core/indicator/indicator-type';
import { readIndicator } from '../../../lambdas/core/indicator/read-indicator';

const hash = (digits: number) => 'Ab12'.repeat(digits / 4);

function read(raw: string, type?: IndicatorType): string {
  const verdict = readIndicator(raw, type);
  if (verdict.kind === 'refused') {
    return [verdict.reason, ...(verdict.candidates ?? [])].join(' ');
  }
  return `${verdict.indicator.type} ${verdict.indicator.value}`;
}

function remarksOn(raw: string, type?: IndicatorType): readonly string[] {
  const verdict = readIndicator(raw, type);
  return verdict.kind === 'indicator' ? verdict.remarks : [`refused: ${verdict.reason}`];
}

describe('what a value is, and its canonical form', () => {
  it.each([
    ['evil.example', 'DOMAIN evil.example'],
    ['EVIL.Example.', 'DOMAIN evil.example'],
    ['evil[.]example', 'DOMAIN evil.example'],
    ['evil(dot)example', 'DOMAIN evil.example'],
    ['evil[.e]xample', 'DOMAIN evil.example'],
    ['evil[.example', 'DOMAIN evil.example'],
    ['\u200bevil.example\u00a0', 'DOMAIN evil.example'],
    ['_dmarc.-odd-.example.com', 'DOMAIN _dmarc.-odd-.example.com'],
    ['münchen.example', 'DOMAIN xn--mnchen-3ya.example'],
    ['xn--mnchen-3ya.example', 'DOMAIN xn--mnchen-3ya.example'],
    ['hidden.onion', 'DOMAIN hidden.onion'],
    ['192.0.2.1', 'IP_ADDRESS 192.0.2.1'],
    ['192[.]0[.]2[.]1', 'IP_ADDRESS 192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:7F9', 'IP_ADDRESS 2001:db8::7f9'],
    ['::ffff:192.0.2.1', 'IP_ADDRESS 192.0.2.1'],
    ['::ffff:c000:201', 'IP_ADDRESS 192.0.2.1'],
    ['::192.0.2.1', 'IP_ADDRESS ::c000:201'],
    ['64:ff9b::192.0.2.1', 'IP_ADDRESS 64:ff9b::c000:201'],
    ['192.0.2.77/24', 'IP_SUBNET 192.0.2.0/24'],
    ['::ffff:192.0.2.77/120', 'IP_SUBNET 192.0.2.0/24'],
    ['::192.0.2.1/96', 'IP_SUBNET ::/96'],
    ['2001:db8::1/32', 'IP_SUBNET 2001:db8::/32'],
    ['192.0.2.1:0443', 'IP_PORT 192.0.2.1:443'],
    ['192.0.2.1[:]8443', 'IP_PORT 192.0.2.1:8443'],
    ['[2001:DB8::0:2]:3478', 'IP_PORT [2001:db8::2]:3478'],
    ['hxxp://Evil[.]example/A', 'URI http://evil.example/A'],
    ['hxxps[:]//evil[.]example', 'URI https://evil.example/'],
    ['https[://]192[.]0[.]2[.]45/2WYz', 'URI https://192.0.2.45/2WYz'],
    ['fxp://evil[.]example', 'URI ftp://evil.example/'],
    ['https://evil.example:443/x?Y=%2f#/login', 'URI https://evil.example/x?Y=%2f#/login'],
    ['http://evil.example:8080', 'URI http://evil.example:8080/'],
    ['http://evil.example//double/../up', 'URI http://evil.example//double/../up'],
    ['http://evil.example/a b', 'URI http://evil.example/a%20b'],
    ['http://evil.example/чат', 'URI http://evil.example/%D1%87%D0%B0%D1%82'],
    ['http://evil.example?login=%0D', 'URI http://evil.example/?login=%0D'],
    ['http://[2001:DB8::1]:80/', 'URI http://[2001:db8::1]/'],
    ['https://bank.example%2Fa@evil.example/', 'URI https://bank.example%2Fa@evil.example/'],
    ['file://192.0.2.7@80/Downloads/a.url', 'URI file://192.0.2.7@80/Downloads/a.url'],
    ['Evil.example/Path', 'URI evil.example/Path'],
    ['evil.example:8080', 'URI evil.example:8080/'],
    ['192.0.2.1/index', 'URI 192.0.2.1/index'],
    ['/wp-content/Shell.php', 'URI_PATH /wp-content/Shell.php'],
    [hash(32), `HASH_MD5 ${hash(32).toLowerCase()}`],
    [hash(40), `HASH_SHA1 ${hash(40).toLowerCase()}`],
    [`${hash(64)}\u00a0`, `HASH_SHA256 ${hash(64).toLowerCase()}`],
    [hash(128), `HASH_SHA512 ${hash(128).toLowerCase()}`],
    ['96:a+b/c:d', 'HASH_SSDEEP 96:a+b/c:d'],
    ['Someone@EVIL[.]example', 'EMAIL_ADDRESS Someone@evil.example'],
    ['someone[at]evil.example', 'EMAIL_ADDRESS someone@evil.example'],
    ['as64496', 'AS_NUMBER AS64496'],
    ['cve-2026-12345', 'CVE CVE-2026-12345'],
    [`0x${'aB'.repeat(20)}`, `WALLET_ETHEREUM 0x${'ab'.repeat(20)}`],
    ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'WALLET_BITCOIN 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['loader.exe', 'FILE_NAME loader.exe'],
    ['loader[.]exe', 'FILE_NAME loader.exe'],
    ['evil.one', 'DOMAIN evil.one'],
    ['shop.evil.cab', 'DOMAIN shop.evil.cab'],
    ['Invoice 17.docm', 'FILE_NAME Invoice 17.docm'],
    ['C:\\Users\\a\\b.exe', 'FILE_NAME C:\\Users\\a\\b.exe'],
    ['HKLM\\Software\\Run', 'REGISTRY_KEY HKLM\\Software\\Run'],
  ])('%j is %j', (raw, expected) => {
    expect(read(raw)).toBe(expected);
  });
});

describe('what is refused, and why', () => {
  it.each([
    ['', 'empty'],
    [' \u200b\u00a0 ', 'empty'],
    ['form.zip', 'ambiguous DOMAIN FILE_NAME'],
    ['clip.mov', 'ambiguous DOMAIN FILE_NAME'],
    ['run.sh', 'ambiguous DOMAIN FILE_NAME'],
    ['name.5truncated', 'ambiguous DOMAIN FILE_NAME'],
    ['evil.cab', 'ambiguous DOMAIN FILE_NAME'],
    ['free', 'unrecognised'],
    ['1.2.3', 'unrecognised'],
    ['12:34:56', 'invalid_for_type'],
    ['192.0.2.1:22:443', 'invalid_for_type'],
    ['192.0.2.010', 'invalid_for_type'],
    ['192.0.2.1/33', 'invalid_for_type'],
    ['192.0.2.1:0', 'invalid_for_type'],
    ['http://evil(1|2|3)[dot]example/', 'pattern'],
    ['\\b(a|b)[0-9]+\\.example', 'pattern'],
    ['\\.evil\\.example', 'pattern'],
    ['http://*.evil.example/', 'pattern'],
    ['http://ev[xxxxx]il.example/', 'placeholder'],
    ['https://[random-subdomain].[apex]/x', 'placeholder'],
    ['https://evil.example/?<unique>', 'placeholder'],
    ['https://evil.example/{searchTerms}', 'placeholder'],
    ['https://evil.example/[UUIDv4]', 'placeholder'],
    ['https://evil.example/?domain=%s&path=%s', 'placeholder'],
    ['https://evil.example/?user=REDACTED@victim.example', 'placeholder'],
    ['https://evil.example/cut-sho…', 'placeholder'],
    ['/gate/{id}', 'placeholder'],
    ['https://evil.example/?key=*', 'pattern'],
    ['http://evil.example/a,http://evil.example/b', 'several_values'],
    ['http://evil.example\\@good.example/', 'invalid_for_type'],
    ['ev\u200bil.example', 'hidden_characters'],
    ['http://evil.example/\u202egpj.exe', 'hidden_characters'],
    ['a\0b', 'hidden_characters'],
    ['\ud800', 'malformed_text'],
    [`http://evil.example/${'a'.repeat(8192)}`, 'too_long'],
    [`${'a'.repeat(64)}.example`, 'invalid_for_type'],
    ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb', 'invalid_for_type'],
  ])('%j is refused as %s', (raw, expected) => {
    expect(read(raw)).toBe(expected);
  });

  it('comes to an end on a value made to keep a pattern busy', () => {
    expect(read('(a|'.repeat(2700))).toBe('unrecognised');
  });

  it('never repeats the value in what it says of it', () => {
    for (const raw of ['secret-name.zip', 'http://secret-name*/', 'secret-name']) {
      const verdict = readIndicator(raw);

      expect(verdict).toMatchObject({ kind: 'refused' });
      expect(JSON.stringify(verdict)).not.toContain('secret-name');
    }
  });
});

describe('a value of a given type', () => {
  it.each<[IndicatorType, string, string]>([
    ['DOMAIN', 'form.zip', 'DOMAIN form.zip'],
    ['FILE_NAME', 'form.zip', 'FILE_NAME form.zip'],
    ['DOMAIN', 'name.unlisted', 'DOMAIN name.unlisted'],
    ['DOMAIN', '192.0.2.1', 'invalid_for_type'],
    ['DOMAIN', '0x7f.1', 'invalid_for_type'],
    ['DOMAIN', 'évil.example/evil.com', 'invalid_for_type'],
    ['DOMAIN', 'évil%2eexample', 'placeholder'],
    ['DOMAIN', '１２７.0.0.1', 'invalid_for_type'],
    ['URI', 'evil.example', 'URI evil.example/'],
    ['IP_SUBNET', '192.0.2.1', 'invalid_for_type'],
    ['IP_SUBNET', '192.0.2.0/255.255.255.0', 'invalid_for_type'],
    ['IP_ADDRESS', 'fe80::1%eth0', 'invalid_for_type'],
    ['HASH_PDQ', hash(64), `HASH_PDQ ${hash(64).toLowerCase()}`],
    ['HASH_MD5', hash(40), 'invalid_for_type'],
    ['PASSWORD', 'hunter2', 'invalid_for_type'],
    ['HASH_TEXT_TLSH', 'a'.repeat(70), `HASH_TEXT_TLSH T1${'A'.repeat(70)}`],
    ['DEST_PORT', '00443', 'DEST_PORT 443'],
    ['DEST_PORT', '65536', 'invalid_for_type'],
    ['LATITUDE', '-91', 'invalid_for_type'],
    ['TELEPHONE', '+44 (20) 7946-0000', 'TELEPHONE +442079460000'],
    ['MUTEX', '  Global\\Evil  ', 'MUTEX Global\\Evil'],
    ['TEXT_STRING', 'Cafe\u0301\r\nnoir', 'TEXT_STRING Café\nnoir'],
    ['TEXT_STRING', 'a\r\r\nb', 'TEXT_STRING a\n\nb'],
    ['URI_PATH', '/é.]', 'URI_PATH /%C3%A9.'],
    ['CMD_LINE', 'cmd /c "evil.exe"', 'CMD_LINE cmd /c "evil.exe"'],
  ])('%s %j is %j', (type, raw, expected) => {
    expect(read(raw, type)).toBe(expected);
  });
});

describe('remarks', () => {
  it.each<[string, IndicatorType | undefined, string[]]>([
    ['evil[.]com', undefined, ['refanged']],
    ['evil.com', undefined, []],
    ['evil.onion', undefined, ['unlisted_tld']],
    ['аpple.com', undefined, ['confusable_script']],
    ['аррӏе.com', undefined, ['confusable_script']],
    ['пример.com', undefined, []],
    ['loader[.]exe', undefined, ['refanged']],
    ['192.0.2.9/24', undefined, ['host_bits_cleared']],
    ['10.0.0.1', undefined, ['reserved_address']],
    ['::ffff:9.9.9.9', undefined, ['ipv4_mapped']],
    ['https://a@evil.com/', undefined, ['userinfo_in_uri']],
    ['http://evil.com:80/', undefined, ['default_port_dropped']],
    ['hhttps://evil.com/', undefined, ['unlisted_scheme']],
    ['https://evil.com/x).', undefined, ['trailing_punctuation']],
  ])('%s: %j %j', (raw, type, expected) => {
    expect(remarksOn(raw, type)).toEqual(expected);
  });
});
