// Protection: which properties tell who somebody is, or what nobody should be judged by; found by name, label and type.
import type { PropertyDefinition } from './record.ts';
import type { SubjectKind } from './signal.ts';

/**
 * `identity`: names, e-mail, phone, handles; `place`: where somebody lives; `document`: numbers of papers; `photo`. The
 * others are of the person: law in many countries forbids to treat people differently by them.
 */
export const protections = [
  ...['identity', 'place', 'document', 'photo', 'birth', 'gender', 'family', 'origin', 'belief', 'health'],
] as const satisfies readonly string[];
export type Protection = 'identity' | 'place' | 'document' | 'photo' | PersonalTrait;
type PersonalTrait = 'birth' | 'gender' | 'family' | 'origin' | 'belief' | 'health';

/** Something of the person that nobody should be judged by, rather than a name or an address. */
export function isTrait(protection: Protection): boolean {
  return ['birth', 'gender', 'family', 'origin', 'belief', 'health'].includes(protection);
}

type Named = Pick<PropertyDefinition, 'name' | 'label' | 'type'>;
const words = (text: string) => new Set(text.trim().split(/\s+/));

// English, German, French, Spanish, Portuguese, Italian and Dutch, without accents; a word counts only as a whole.
const traits: readonly (readonly [PersonalTrait, ReadonlySet<string>])[] = [
  [
    'birth',
    words(`birth birthday birthdate birthyear dob bday geburtsdatum geburtstag geburtsjahr naissance anniversaire
      nacimiento cumpleanos nascimento nascita compleanno geboortedatum geboortejaar`),
  ],
  [
    'gender',
    words(`gender sex sexe sexo sesso geschlecht geslacht genero salutation anrede civilite tratamiento aanhef honorific
      pronoun pronouns sexual`),
  ],
  [
    'family',
    words(`marital married marriage spouse children kids dependents familienstand civil familiale casado burgerlijke
      pregnancy pregnant maternity paternity`),
  ],
  [
    'origin',
    words(`nationality nationalitaet nationalitat nationalite nacionalidad nacionalidade nazionalita nationaliteit
      citizenship ethnicity ethnic ethnie race racial caste birthplace hukou staatsangehoerigkeit staatsangehorigkeit`),
  ],
  [
    'belief',
    words(`religion religious religione konfession confession faith belief beliefs political politics godsdienst
      philosophical weltanschauung`),
  ],
  [
    'health',
    words(`disability disabled disabilities diagnosis illness disease allergies allergy medication behinderung handicap
      discapacidad krankheit maladie enfermedad bmi`),
  ],
];
// Words that are of the person only beside one of these: an account has an age and a health too.
const withOthers: readonly (readonly [PersonalTrait, ReadonlySet<string>, ReadonlySet<string>])[] = [
  [
    'birth',
    words('age alter edad idade eta leeftijd'),
    words(
      'group range band bracket contact person persons customer years year personal your the in of lead.',
    ),
  ],
  [
    'health',
    words('health medical sante salud saude'),
    words('condition conditions history issues problem problems'),
  ],
];
const papers = words('passport ssn passnummer dni cpf nif bsn');
const pictures = words('photo avatar headshot portrait selfie');

// Names, addresses and numbers: only where nothing else is said, so that `email opt out` or `plan name` stay what they are.
const filler =
  words(`contact person personal private business work home other additional alternate secondary primary
  main second direct the of your owner s de du di da del la le customer client number no nr line full mailing billing
  shipping street postal user lead company account hs und code codigo codice`);
const identities =
  words(`firstname lastname fullname surname middlename nickname username forename vorname nachname
  prenom apellido apellidos sobrenome cognome voornaam achternaam email emails mail phone telephone tel mobile mobilephone
  cellphone cell fax telefon telefono telefone telefoon handy mobilnummer portable whatsapp wechat skype telegram
  twitterhandle linkedin facebook instagram twitter xing handle ip ipaddress login phonenumber`);
const nameParts = words(
  'first last full middle given family maiden nick user display contact person nom nombre nome naam',
);
const places =
  words(`address adresse direccion endereco indirizzo adres street strasse zip zipcode postcode postalcode
  plz postleitzahl cep postal addressline latitude longitude`);

/** In Chinese, Japanese and Korean, where words do not stand apart. */
const spelled: readonly (readonly [Protection, RegExp])[] = [
  ['document', /身份证|护照|证件号|社保|マイナンバー|パスポート|주민등록|여권/],
  ['photo', /照片|头像|相片|写真|사진/],
  ['birth', /生日|出生|年龄|年齢|生年月日|생년월일|생일|나이|연령/],
  ['gender', /性别|性別|称谓|称呼|敬称|성별|호칭/],
  ['family', /婚姻|婚否|结婚|配偶|子女|結婚|결혼|배우자|자녀/],
  ['origin', /国籍|民族|种族|籍贯|户口|户籍|国籍|인종|국적|민족/],
  ['belief', /宗教|信仰|政治面貌|党派|종교|정치/],
  ['health', /残疾|病史|疾病|健康状况|过敏|障害|病歴|장애|병력/],
  ['place', /地址|住址|邮编|邮政编码|住所|郵便番号|주소|우편번호/],
  [
    'identity',
    /姓名|名字|^姓$|^名$|姓氏|昵称|手机|电话|传真|邮箱|电子邮件|微信|氏名|電話|携帯|メール|이름|성명|전화|이메일/,
  ],
];
/** A count of calls or a choice about mails is not the address itself. */
const aboutIt = /数|次|是否|类型|状态|订阅|来源|count|回数|수$|여부/;

/**
 * What the property is protected as; null where it may be used. Companies and deals have names and addresses, but no
 * gender: what a company's field says of a person is found by the same words.
 */
export function protectionOf(objectType: SubjectKind, { name, label, type }: Named): Protection | null {
  for (const text of [name, label]) {
    const found = ofText(objectType, text, type);
    if (found !== null) return found;
  }
  return null;
}

function ofText(objectType: SubjectKind, text: string, type: Named['type']): Protection | null {
  const parts = wordsOf(text);
  const isPaper = /social security|national id|identity card/.test(parts.join(' '));
  if (isPaper || parts.some((part) => papers.has(part))) return 'document';
  if (type !== 'number' && type !== 'bool' && parts.some((part) => pictures.has(part))) return 'photo';
  return (
    traitOf(objectType, parts) ??
    spelledOf(text, type) ??
    (isChoice(type) ? null : plainly(objectType, parts))
  );
}

function traitOf(objectType: SubjectKind, parts: readonly string[]): Protection | null {
  for (const [trait, telling] of traits) if (parts.some((part) => telling.has(part))) return trait;
  for (const [trait, telling, beside] of withOthers) {
    const others = parts.filter((part) => !telling.has(part));
    if (others.length === parts.length || (trait === 'birth' && isOfThing(objectType))) continue;
    const known = (one: string) => beside.has(one);
    if (trait === 'birth' ? others.every(known) : others.some(known)) return trait;
  }
  return null;
}

function spelledOf(text: string, type: Named['type']): Protection | null {
  const found = spelled.find(([, telling]) => telling.test(text))?.[0];
  if (found === undefined) return null;
  return isPlain(found) && (aboutIt.test(text) || isChoice(type)) ? null : found;
}

const isPlain = (protection: Protection) => protection === 'identity' || protection === 'place';
const isChoice = (type: Named['type']) => ['bool', 'enumeration', 'multi', 'date', 'datetime'].includes(type);
/** The age of a deal or a company is no age of a person. */
const isOfThing = (objectType: SubjectKind) => ['company', 'deal', 'ticket'].includes(objectType);

function plainly(objectType: SubjectKind, parts: readonly string[]): Protection | null {
  if (parts.length === 1 && (parts[0] === 'name' || parts[0] === 'nom')) return 'identity';
  // A deal's own name is found by `name` alone, a company's too; `plan name` is neither.
  const told = (core: ReadonlySet<string>) =>
    parts.some((part) => core.has(part)) &&
    parts.every((part) => core.has(part) || filler.has(part) || isCount(part));
  const isName =
    parts.at(-1) === 'name' && parts.length > 1 && parts.slice(0, -1).every((one) => nameParts.has(one));
  if (isName && !(isOfThing(objectType) && parts[0] === 'display')) return 'identity';
  if (told(places) || told(new Set([...places, ...identities]))) return told(places) ? 'place' : 'identity';
  return null;
}

const isCount = (part: string) => /^\d+$/.test(part);

/** `MailingPostalCode__c` and `date_of_birth` in words, without accents. */
function wordsOf(text: string): string[] {
  return text
    .replace(/__c$|__pc$/i, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/postal code|post code|zip code/g, 'postalcode')
    .replace(/e-mail/g, 'email')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
}
