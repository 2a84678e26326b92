package io.mskcdc.catalog;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A kind of personal or secret data that a column's name suggests.
 *
 * <p>{@link PersonalNames} finds the kind of a column. The words are those of databases in English,
 * German, French, Spanish, Italian, Portuguese, Dutch, Polish, the Nordic languages, Russian and
 * Chinese. A name is split into words at case changes and at all characters except letters; accents
 * are removed.
 */
public enum PersonalData {
  CREDENTIAL(
      "password passwd pwd passcode passphrase pin cvv cvc csc secret token otp totp salt apikey"
          + " credential credentials",
      "api key, access key, private key, secret key, signing key, recovery code, security answer,"
          + " security question, security code",
      "password passwort passwd kennwort motdepasse contrasena wachtwoord losenord parola haslo"
          + " пароль 密码"),
  CARD(
      "pan creditcard kreditkarte",
      "card no, card num, card number, credit card, debit card, cc number, cc num, karten nummer,"
          + " numero carte, numero tarjeta",
      "cardnumber cardno creditcard kreditkart kartennummer"),
  ACCOUNT(
      "iban bic swift kontonummer kontonr rekeningnummer",
      "account number, account no, account num, bank account, routing number, sort code",
      "accountnumber bankaccount kontonummer bankverbindung"),
  IDENTITY(
      "ssn nin nino bsn cpf cnpj dni nif pesel curp passport nhs aadhaar svnr"
          + " personnummer codicefiscale",
      "social security, national id, tax id, tax number, tax no, identity card, id card, id number,"
          + " driver license, driver licence, drivers license, driving licence, license plate,"
          + " numero secu, codice fiscale, personal number, sozialversicherungs nummer, steuer id,"
          + " vat number",
      "passport reisepass personalausweis socialsecurity nationalid sozialvers steuernummer"
          + " driverlicen driverslicen fuhrerschein codicefiscale personnummer паспорт инн"
          + " 身份证"),
  BIRTH(
      "dob birthday birthdate born geburtstag geburtsdatum naissance nacimiento nascita nascimento"
          + " fodselsdato",
      "date of birth, birth date, birth day, birth year, year of birth",
      "birth geburts naissance nacimiento nascita nascimento geboorte fodelse fodsels urodzeni"
          + " рожден 出生 生日"),
  EMAIL(
      "mail courriel correo epost", "e mail", "email courriel correoelectronico epost почта 邮箱 邮件"),
  PHONE(
      "phone tel mobile cell fax msisdn handy telefon telefone telefono telephone tlf"
          + " movil celular cellulare mobil telefoon",
      "",
      "phone telefon telefono telephone telefax mobilenumber mobilfunk handynummer rufnummer"
          + " telefoon телефон 电话 手机"),
  NETWORK(
      "ip ipaddr ipaddress ipv mac imei imsi idfa gaid useragent latitude longitude lat lng lon"
          + " geolocation",
      "ip address, mac address, device id, client ip, remote addr, user agent, session id, cookie"
          + " id",
      "ipaddr ipadresse macaddr deviceid useragent remoteaddr"),
  ADDRESS(
      "address addr adresse anschrift street strasse rue calle straat zip postcode plz postal",
      "zip code, postal code, post code, house number, code postal, address line",
      "address adresse adress direccion indirizzo endereco street strasse zipcode postalcode"
          + " postcode postleitzahl codepostal codigopostal hausnummer адрес 地址"),
  NAME(
      "surname firstname lastname fullname middlename nickname vorname nachname prenom nom apellido"
          + " apellidos nombre cognome sobrenome achternaam voornaam fornamn efternamn imie"
          + " nazwisko username",
      "first name, last name, full name, middle name, family name, given name, maiden name, display"
          + " name, user name, customer name, contact name, holder name, cardholder name",
      "firstname lastname fullname surname vorname nachname familienname prenom apellido cognome"
          + " sobrenome achternaam voornaam fornamn efternamn nazwisko cardholder фамилия отчество"
          + " 姓名");

  private final List<String> words;
  private final List<String> phrases;
  private final List<String> stems;

  /**
   * @param words the words that a name consists of or contains
   * @param phrases the same for sequences of words
   * @param stems the texts that occur anywhere in the name without its separators
   */
  PersonalData(String words, String phrases, String stems) {
    this.words = List.of(words.split(" "));
    this.phrases = CommaList.of(phrases);
    this.stems = List.of(stems.split(" "));
  }

  /** Returns whether a name's words, in lower case and without accents, suggest this kind. */
  boolean matches(List<String> name) {
    String spaced = " " + String.join(" ", name) + " ";
    String joined = String.join("", name);
    return words.stream().anyMatch(name::contains)
        || phrases.stream().anyMatch(phrase -> spaced.contains(" " + phrase + " "))
        || stems.stream().anyMatch(joined::contains);
  }

  /** Returns the words and phrases, for people. */
  public List<String> names() {
    return Stream.of(words, phrases, stems).flatMap(List::stream).distinct().toList();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
