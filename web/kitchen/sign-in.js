// A member of staff signs in with a password alone: the app client for that exists on one machine only.

/** The ID token. Throws when user or password is wrong. */
export async function signIn({ endpoint, client_id }, user, password) {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
    },
    body: JSON.stringify({
      ClientId: client_id,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: user, PASSWORD: password },
    }),
  });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).AuthenticationResult.IdToken;
}
