package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonalNamesTest {

  @ParameterizedTest
  @CsvSource({
    "users, email, EMAIL",
    "users, E-Mail, EMAIL",
    "users, contactEmailAddress, EMAIL",
    "users, courriel, EMAIL",
    "users, phone_1, PHONE",
    "users, mobileNumber, PHONE",
    "users, telefonnummer, PHONE",
    "users, téléphone, PHONE",
    "users, ssn, IDENTITY",
    "users, codiceFiscale, IDENTITY",
    "users, passport_no, IDENTITY",
    "users, iban, ACCOUNT",
    "users, card_number, CARD",
    "users, date_of_birth, BIRTH",
    "users, dob, BIRTH",
    "users, Geburtsdatum, BIRTH",
    "users, ip, NETWORK",
    "users, lastLoginIP, NETWORK",
    "users, client_ip_v4, NETWORK",
    "users, street, ADDRESS",
    "users, Straße, ADDRESS",
    "users, zip_code, ADDRESS",
    "users, shipping_address, ADDRESS",
    "users, password_hash, CREDENTIAL",
    "users, apiKey, CREDENTIAL",
    "users, resetToken, CREDENTIAL",
    "users, mot_de_passe, CREDENTIAL",
    "users, Passwort, CREDENTIAL",
    "users, contraseña, CREDENTIAL",
    "users, firstName, NAME",
    "users, prénom, NAME",
    "users, apellidos, NAME",
    "users, Nachname, NAME",
    "customers, name, NAME",
    "customers, NAME, NAME",
    "shop_kunden, name, NAME",
    "users, телефон, PHONE",
    "users, 邮箱, EMAIL",
  })
  void aNameSuggestsPersonalData(String table, String column, PersonalData expected) {
    assertThat(PersonalNames.find(table, column)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "products, name",
    "orders, id",
    "orders, customer_id",
    "orders, total",
    "orders, note",
    "orders, placed_at",
    "orders, shipped",
    "order_lines, sku",
    "events, payload",
    "users, created_at",
    "users, country",
    "users, email_verified",
    "users, phoneType",
    "users, token_count",
    "ships, shipName",
    "users, tip",
    "users, description",
    "users, equipment",
    "users, amplitude",
    "users, platform",
    "users, 1",
  })
  void anOrdinaryNameDoesNot(String table, String column) {
    assertThat(PersonalNames.find(table, column)).isEmpty();
  }
}
