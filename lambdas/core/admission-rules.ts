import { z } from 'zod';
import { country } from './country';
import { organisationClasses } from './member';
import { sectors } from './sector';

const sentence = z.string().min(1).max(1000);
const countries = z.array(country).max(300);

/** What a rule leaves out fits everybody: one without any condition closes the exchange to new members. */
const refusal = z
  .strictObject({
    classes: z.array(z.enum(organisationClasses).exclude(['operator'])).optional(),
    sectors: z.array(z.enum(sectors)).optional(),
    countries: countries.optional(),
    countriesOtherThan: countries.optional(),
    reason: sentence,
    wayOn: sentence.meta({ description: 'What who is refused can do' }),
  })
  .meta({ id: 'RefusalRule' });

/** Who may become a member. */
export const admissionRules = z
  .strictObject({
    refusals: z.array(refusal).max(100).meta({
      description: 'The first that fits an organisation refuses it, with its reason and a way on',
    }),
    freeMailDomains: z.array(z.string().min(1).max(253)).max(5000).meta({
      description:
        'Registrable domains where everybody gets an address: no contact of an organisation',
    }),
    reviewWithinDays: z.int().min(1).max(365).meta({
      description: 'When an applicant can expect the decision, counted from the proof',
    }),
  })
  .meta({ id: 'AdmissionRules' });

export type AdmissionRules = z.output<typeof admissionRules>;

export const defaultAdmission: AdmissionRules = {
  refusals: [
    {
      classes: ['government'],
      reason:
        'Government organisations are not admitted: members share here as private organisations among themselves.',
      wayOn:
        'Ask the operator: where a community decides otherwise, one change of the policy admits you. A company that is owned by a state applies as a company.',
    },
  ],
  freeMailDomains: [
    ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    ...['yahoo.com', 'yahoo.co.uk', 'yahoo.co.jp', 'ymail.com', 'aol.com', 'icloud.com', 'me.com'],
    ...['mac.com', 'proton.me', 'protonmail.com', 'pm.me', 'tutanota.com', 'tuta.com', 'zoho.com'],
    ...['gmx.com', 'gmx.de', 'gmx.net', 'web.de', 't-online.de', 'freenet.de', 'mail.com'],
    ...['fastmail.com', 'hey.com', 'yandex.ru', 'yandex.com', 'mail.ru', 'qq.com', '163.com'],
    ...[
      '126.com',
      'naver.com',
      'hanmail.net',
      'daum.net',
      'rediffmail.com',
      'orange.fr',
      'free.fr',
    ],
    ...['laposte.net', 'libero.it', 'virgilio.it', 'wp.pl', 'o2.pl', 'seznam.cz', 'uol.com.br'],
    ...['comcast.net', 'verizon.net', 'att.net', 'btinternet.com', 'mailinator.com', 'yopmail.com'],
  ],
  reviewWithinDays: 3,
};
