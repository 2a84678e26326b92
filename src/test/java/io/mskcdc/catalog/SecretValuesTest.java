package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretValuesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://cdc:hunter2@db/shop",
        "ALTER USER cdc IDENTIFIED BY 'hunter2'",
        "create user a identified with 'caching_sha2_password' as 'hunter2' require none",
        "mongodb+srv://cdc:p/w@cluster0.example/?retryWrites=true",
        "https://0123456789abcdef@sentry.example/1",
        "redis://:hunter2@cache:6379",
        "jdbc:oracle:thin:scott/tiger@//db:1521/orcl",
        "jdbc:mysql://db/shop?user=cdc&password=hunter2",
        "jdbc:sqlserver://db:1433;user=sa;password={a;b}",
        "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=n;SharedAccessKey=c2VjcmV0=",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0==;",
        "X-Request:1|Authorization:Basic Y2RjOmh1bnRlcjI=",
        "Bearer abc",
        "basic Y2RjOmh1bnRlcjI=",
        "x-api-key: 12345",
        "password: hunter2",
        "password=hunter2",
        "pwd:hunter2",
        "see pwd:hunter2, or ask",
        "secret=hunter2",
        "token=abc",
        "token:a-b-c",
        "a.Login required pw=\"hunter2\";",
        "https://x.blob.core.windows.net/c?sv=2020&sig=abc%3D",
        "https://hooks.slack.com/services/T0/B0/x",
        "-----BEGIN PRIVATE KEY-----\nMIIE",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----",
        "{\"type\": \"service_account\", \"private_key\": \"x\"}",
        "{\\\"private_key\\\": \\\"x\\\"}",
        "AKIAIOSFODNN7EXAMPLE",
        "id=ASIAIOSFODNN7EXAMPLE,x",
        "ghp_0123456789abcdefghij0123456789abcdef",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x",
        "a.PlainLoginModule required username=\"cdc\" password=\";x\";",
        "https://${file:/f:user}:hunter2@db"
      })
  void aSecretIsFoundWhateverItsKeyIs(String value) {
    assertThat(SecretValues.containsSecret(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jdbc:mysql://db:3306/shop?useSSL=true&allowPublicKeyRetrieval=true",
        "https://host:8083/path?mail=a@b.example",
        "https://host/a:b@c",
        "abfss://container@account.dfs.core.windows.net/",
        "a row is identified by its key",
        "ALTER USER cdc IDENTIFIED BY '${file:/f:p}'",
        "https://${file:/f:user}:${file:/f:password}@db",
        "jdbc:mysql://db/shop?user=${file:/f:u}&password=${file:/f:p}",
        "Bearer ${secretsmanager:cdc/token}",
        "${secretsmanager:cdc/mysql:password}",
        "{\"private_key_id\": \"x\", \"token_uri\": \"https://oauth2.example/token\"}",
        "password:string,token:string",
        "password:int32,token:float64",
        "token:token_id,password:pwd",
        "shop.user_tokens:id,token",
        "SASL_SSL",
        "OAUTHBEARER",
        "basic",
        "basic authentication",
        "-----BEGIN CERTIFICATE-----",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:cdc/mysql-AbCdEf",
        "keyless -> ${database}.${table}.append,topic:([^.]+)\\.([^.]+) -> $1.$2",
        "a.PlainLoginModule required username=\"cdc\" password=\"${file:/f:p}\";"
      })
  void otherValuesHaveNone(String value) {
    assertThat(SecretValues.containsSecret(value)).isFalse();
  }
}
