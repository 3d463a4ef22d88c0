/** What was done or noticed on the way to the canonical form; machine-readable. */
export type IndicatorRemark =
  | 'refanged'
  | 'confusable_script'
  | 'default_port_dropped'
  | 'host_bits_cleared'
  | 'ipv4_mapped'
  | 'reserved_address'
  | 'trailing_punctuation'
  | 'unlisted_scheme'
  | 'unlisted_tld'
  | 'userinfo_in_uri';

export type IndicatorRefusal =
  | 'empty'
  | 'too_long'
  | 'malformed_text'
  | 'hidden_characters'
  | 'placeholder'
  | 'pattern'
  | 'several_values'
  | 'ambiguous'
  | 'unrecognised'
  | 'invalid_for_type';

export interface Refusal {
  readonly kind: 'refused';
  readonly reason: IndicatorRefusal;
  /** What is wrong and how to mend it; never the value itself. */
  readonly detail: string;
}

/** The outcome of one type's rules. Canonical values are fixed points: read again, they stay. */
export type Canonical =
  | {
      readonly kind: 'canonical';
      readonly value: string;
      readonly remarks: readonly IndicatorRemark[];
    }
  | Refusal;

/** Takes text that is well-formed, trimmed and NFC. */
export type Canonicaliser = (text: string) => Canonical;

export function canonical(value: string, remarks: readonly IndicatorRemark[] = []): Canonical {
  return { kind: 'canonical', value, remarks };
}

export function withRemark(read: Canonical, remark: IndicatorRemark): Canonical {
  return read.kind === 'refused' ? read : canonical(read.value, [remark, ...read.remarks]);
}

export function refused(reason: IndicatorRefusal, detail: string): Refusal {
  return { kind: 'refused', reason, detail };
}

export function invalid(detail: string): Refusal {
  return refused('invalid_for_type', detail);
}
