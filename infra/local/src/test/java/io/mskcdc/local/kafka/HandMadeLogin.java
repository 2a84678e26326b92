package io.mskcdc.local.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeRequest;

/** A connection that sends any payload in the SASL exchange of Kafka. */
final class HandMadeLogin implements AutoCloseable {
  private final SSLSocket socket;

  HandMadeLogin(IamEndpoints broker) throws IOException, GeneralSecurityException {
    String[] hostAndPort = broker.bootstrapServers().split(":");
    Socket plain = new Socket("127.0.0.1", Integer.parseInt(hostAndPort[1]));
    socket =
        (SSLSocket)
            trusting(broker).getSocketFactory().createSocket(plain, hostAndPort[0], 0, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
  }

  private static SSLContext trusting(IamEndpoints broker)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("JKS");
    try (InputStream in = Files.newInputStream(broker.trustStore())) {
      store.load(in, null);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Sends a payload and returns the response of the broker. */
  SaslAuthenticateResponse send(byte[] payload) throws IOException {
    exchange(
        ApiKeys.SASL_HANDSHAKE,
        new SaslHandshakeRequest.Builder(new SaslHandshakeRequestData().setMechanism("AWS_MSK_IAM"))
            .build());
    return (SaslAuthenticateResponse)
        exchange(
            ApiKeys.SASL_AUTHENTICATE,
            new SaslAuthenticateRequest.Builder(
                    new SaslAuthenticateRequestData().setAuthBytes(payload))
                .build());
  }

  private AbstractResponse exchange(ApiKeys api, AbstractRequest request) throws IOException {
    RequestHeader header = new RequestHeader(api, request.version(), "hand-made", 1);
    ByteBuffer bytes = request.serializeWithHeader(header);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(bytes.remaining());
    out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] response = new byte[in.readInt()];
    in.readFully(response);
    return AbstractResponse.parseResponse(ByteBuffer.wrap(response), header);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
