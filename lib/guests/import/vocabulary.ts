import { fold } from "./clean";
import type { Field, PersonField } from "./fields";

// How people head their columns, folded (lower case, no accents), in the languages of the interface and some more.
const words = {
  fullName:
    "full name, guest, guests, guest name, guests name, guest names, guest full name, guest s name, name of guest, names, invitee, invitee name, invitees, attendee, attendee name, person, contact, contact name, display name, first and last name, first last name, name s, main guest, primary guest, lead guest, vollstandiger name, vor und nachname, vorname nachname, vorname und nachname, gast, gaste, name des gastes, gastename, nom complet, nom et prenom, prenom et nom, nom prenom, prenom nom, invite, invites, nombre completo, nombre y apellidos, nombre y apellido, invitado, invitados, nome completo, nome e cognome, cognome e nome, ospite, ospiti, invitato, invitati, convidado, convidados, nome e sobrenome, nome e apelido, volledige naam, gasten, genodigde, fullt namn, fullt navn, gaest, gjest, imie i nazwisko, gosc, полное имя, имя и фамилия, фио, гость, 氏名, 名前, お名前, 姓名, 이름",
  firstName:
    "first name, firstname, first, given name, givenname, given names, forename, christian name, guest first name, first name s, first names, fname, vorname, vornamen, rufname, prenom, prenoms, nombre de pila, primer nombre, primeiro nome, nome proprio, nome di battesimo, voornaam, fornavn, fornamn, imie, etunimi, keresztnev, имя, 名, ticket first name",
  middleName:
    "middle name, middlename, middle, second name, additional name, middle initial, zweiter vorname, deuxieme prenom, segundo nombre, secondo nome, tussenvoegsel, отчество",
  lastName:
    "last name, lastname, last, surname, family name, familyname, second name surname, guest last name, lname, nachname, familienname, zuname, nom de famille, apellido, apellidos, primer apellido, cognome, sobrenome, apelido, apelidos, achternaam, familienaam, etternavn, efternavn, efternamn, nazwisko, sukunimi, vezeteknev, фамилия, 姓, ticket last name",
  suffix: "suffix, name suffix, namenszusatz",
  title:
    "title, prefix, name prefix, salutation, honorific, mr mrs, anrede, titel, civilite, titre, tratamiento, titulo, titolo, tratamento, aanhef",
  email:
    "email, e mail, mail, email address, e mail address, mail address, emails, email 1, primary email, guest email, contact email, email id, ticket email, mailadresse, e mail adresse, email adresse, courriel, adresse mail, adresse e mail, adresse email, adresse electronique, mel, correo, correo electronico, direccion de correo, direccion de correo electronico, posta elettronica, indirizzo email, indirizzo e mail, indirizzo mail, correio eletronico, endereco de email, endereco de e mail, e mailadres, emailadres, epost, e post, epostadress, sahkoposti, почта, эл почта, электронная почта, メール, メールアドレス, 이메일, 邮箱, 电子邮件",
  phone:
    "phone, phone number, phone numbers, phone no, phone 1, primary phone, mobile, mobile phone, mobile number, mobile no, cell, cell phone, cell number, cellphone, telephone, telephone number, tel, tel no, home phone, whatsapp, whatsapp number, sms, contact number, number to text, telefon, telefonnummer, telefonnr, handy, handynummer, mobil, mobilnummer, mobiltelefon, rufnummer, numero de telephone, portable, numero de portable, telefono, numero de telefono, movil, celular, numero de celular, cellulare, numero di telefono, numero di cellulare, recapito telefonico, telefone, telemovel, numero de telefone, telefoon, telefoonnummer, gsm, mobiel, puhelin, телефон, номер телефона, мобильный, 電話, 電話番号, 携帯, 전화번호, 手机, 电话",
  household:
    "household, household name, household id, house hold, group, group name, guest group, party, party name, party id, guest party, family, family group, family household, invite group, invitation group, invitation, invitation name, name on invitation, envelope name, envelope, addressee, haushalt, haushaltsname, familie, gruppe, gruppenname, einladung, foyer, famille, groupe, menage, hogar, familia, grupo, unidad familiar, famiglia, nucleo familiare, nucleo, gruppo, agregado, agregado familiar, huishouden, gezin, groep, hushall, husstand, семья, группа, 世帯, 家族",
  partySize:
    "party size, size, number of guests, number of people, number in party, no of guests, # of guests, # guests, # invited, number invited, guest count, head count, headcount, seats, seats reserved, total guests, group size, anzahl, anzahl personen, anzahl gaste, personenzahl, personen, nombre de personnes, nombre d invites, nb personnes, nb invites, numero de personas, numero de invitados, personas, numero ospiti, numero persone, numero di persone, numero invitati, numero de convidados, numero de pessoas, aantal personen, aantal gasten, aantal",
  plusOnes:
    "plus one, plus ones, plusone, plusones, plus 1, + 1, +1, +1s, + 1s, +1 allowed, plus one allowed, plus one count, plus ones count, number of plus ones, max plus ones, allowed plus ones, plus one name, plus ones allowed, additional guests, extra guests, extra guest, bringing a guest, bringing a plus one, guests allowed, begleitung, begleitperson, begleitpersonen, accompagnant, accompagnants, acompanante, acompanantes, mas uno, accompagnatore, accompagnatori, acompanhante, acompanhantes",
  plusOneOf:
    "is plus one of, plus one of, guest of, brought by, companion of, begleitung von, gast von, accompagne, acompanante de",
  tags: "tag, tags, label, labels, category, categories, side, guest list, list, relationship, relation, relationship to couple, relationship to you, group type, guest type, kategorie, kategorien, seite, beziehung, etiquette, etiquettes, categorie, lien, cote, etiqueta, etiquetas, categoria, relacion, lado, etichetta, etichette, relazione, parentela, relacao",
  notes:
    "note, notes, comment, comments, remark, remarks, special notes, guest notes, memo, bemerkung, bemerkungen, notiz, notizen, anmerkung, anmerkungen, kommentar, hinweis, commentaire, commentaires, remarque, remarques, nota, notas, comentario, comentarios, observaciones, commenti, commento, annotazioni, observacoes, observacao, opmerking, opmerkingen, notities, 備考, メモ",
  dietary:
    "dietary, dietary needs, dietary requirements, dietary requirement, dietary restrictions, dietary restriction, dietary preferences, dietary info, dietary notes, diet, allergies, allergy, food allergies, allergies dietary, food restrictions, food preferences, special diet, ernahrung, ernahrungsweise, diat, allergien, unvertraglichkeiten, essenswunsche, regime, regime alimentaire, regimes alimentaires, allergies alimentaires, allergie, alergia, alergias, dieta, restricciones alimentarias, restricciones dieteticas, intolerancias, intolleranze, intolleranze alimentari, esigenze alimentari, restricoes alimentares, dieetwensen, allergieen, アレルギー",
  ageBand:
    "age, age band, age group, ageband, adult child, adult or child, adult kid, alter, altersgruppe, age categorie, tranche d age, edad, grupo de edad, eta, fascia d eta, idade, faixa etaria, leeftijd",
  isChild: "child, is child, kid, is kid, child y n, kind, enfant, nino, nina, bambino, bimbo, crianca",
  language:
    "language, preferred language, locale, lang, sprache, bevorzugte sprache, langue, idioma, lengua, lingua, taal, jezyk, язык, 言語",
  address:
    "address, postal address, mailing address, home address, full address, address 1 formatted, adresse, anschrift, postadresse, adresse postale, direccion, direccion postal, domicilio, indirizzo, endereco, morada, adres, postadres, адрес, 住所",
  street:
    "street, street address, address line 1, address 1, address1, street 1, home street, address 1 street, strasse, strasse und hausnummer, rue, calle, via, rua, straat",
  city: "city, town, city town, home city, address 1 city, ort, stadt, wohnort, ville, ciudad, poblacion, citta, comune, cidade, plaats, woonplaats, stad",
  region:
    "state, province, region, county, state province, state region, home state, address 1 region, bundesland, provincia, estado, regione, provincie",
  postalCode:
    "zip, zip code, zipcode, postal code, postcode, post code, zip postal code, home postal code, address 1 postal code, plz, postleitzahl, code postal, codigo postal, cap, codice postale, cep",
  country:
    "country, country region, home country region, address 1 country, land, pays, pais, paese, nazione",
  answer:
    "rsvp, rsvp status, status, response, rsvp response, attending, attendance, coming, approval status, zusage, antwort, ruckmeldung, reponse, presence, respuesta, asistencia, asiste, confirmacion, risposta, presenza, conferma, resposta, presenca",
  ignored:
    "id, guest id, api id, #, no, nr, number, created at, updated at, date added, rsvp date, invited by, checked in at, qr code url, table, seat, wedding date, thank you sent, gift, invite sent, save the date sent",
} satisfies Partial<Record<Field | "ignored", string>>;

const dictionary = new Map<string, Field | "ignored">();
for (const [field, list] of Object.entries(words)) {
  for (const word of list.split(", ")) dictionary.set(word, field as Field | "ignored");
}

/** Words that head a full name in one list and a first or last name in another, with what they mean beside the other. */
const generic = new Map<string, "firstName" | "lastName">([
  ["name", "firstName"],
  ["nombre", "firstName"],
  ["nome", "firstName"],
  ["nom", "lastName"],
  ["naam", "firstName"],
  ["navn", "firstName"],
  ["namn", "firstName"],
  ["nimi", "firstName"],
]);

const further =
  /^(companion|plus one|plusone|\+1|additional guest|extra guest|partner|spouse|significant other|child|kid|kind|enfant|begleitung|begleitperson|guest|member|person|attendee) ?#?(\d{0,2}) (.+)$/;
const alone =
  /^(companion|partner|spouse|significant other|child|kid|begleitung|begleitperson|guest|member|person|attendee) ?#?(\d{0,2})( name| full name)?$/;
const children = new Set(["child", "kid", "kind", "enfant"]);
/** Whose first one is the row's own person. */
const counted = new Set(["guest", "member", "person", "attendee"]);

function furtherPerson(kind: string, digits: string, field: PersonField): Field | null {
  const number = Number(digits || 1);
  if (counted.has(kind)) {
    if (!digits) return null;
    return number <= 1 ? field : number <= 21 ? `companion${number - 1}.${field}` : null;
  }
  if (number < 1 || number > 20) return null;
  return `${children.has(kind) ? "child" : "companion"}${number}.${field}`;
}

const personal = new Set<string>([
  "fullName",
  "title",
  "firstName",
  "middleName",
  "lastName",
  "suffix",
  "email",
  "phone",
  "ageBand",
  "language",
  "dietary",
  "notes",
]);

/** What a heading means by its words: a field, "ignored" for one known to say nothing about guests, or null. */
export function fieldOfHeader(header: string): Field | "ignored" | null {
  const word = fold(header);
  if (word === "") return null;
  const known = dictionary.get(word) ?? (generic.has(word) ? "fullName" : undefined);
  if (known) return known;
  const person = alone.exec(word);
  if (person && (person[2] || person[3])) return furtherPerson(person[1]!, person[2]!, "fullName");
  if (person && ["partner", "spouse", "significant other"].includes(person[1]!)) return "companion1.fullName";
  const match = further.exec(word);
  // A question about food, however it is put.
  if (!match)
    return word.length <= 200 && /\b(allerg|dietary|intoleran|vegetarian)/.test(word) ? "dietary" : null;
  const rest = match[3]!;
  const field = dictionary.get(rest) ?? (generic.has(rest) ? "fullName" : undefined);
  return field && personal.has(field) ? furtherPerson(match[1]!, match[2]!, field as PersonField) : null;
}

/** The first or last name that a word such as "Name" or "Nom" means where the other half has its own column. */
export const genericHalf = (header: string): "firstName" | "lastName" | undefined =>
  generic.get(fold(header));
