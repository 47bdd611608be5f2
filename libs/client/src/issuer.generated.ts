// Generated from the OpenAPI document by `npm run generate:clients`. Do not edit.
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the public keys of this service (JWK Set) */
        get: operations["getKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwt-vc-issuer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the issuer metadata with the URL of the public keys (SD-JWT VC, section 5) */
        get: operations["getIssuerMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the metadata of the authorization server, which is the issuer itself (RFC 8414) */
        get: operations["getAuthorizationServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/openid-credential-issuer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the credential issuer metadata (OpenID4VCI) */
        get: operations["getCredentialIssuer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke, suspend or reinstate a batch
         * @description Changes the status of all credential instances of a batch. Only the client that issued the batch may do so. Verifiers see the change once their cached status list expires.
         */
        post: operations["changeStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Liveness: the process runs */
        get: operations["isLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readiness: the store, the signing keys and the range proofs are available */
        get: operations["isReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/started": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Start-up: the service was ready at least once and is not shutting down */
        get: operations["isStarted"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/issue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue a batch of credentials to a holder
         * @description Signs one credential instance for each holder key. Only the response contains the income. The issuer stores neither the income nor the openings. The payer (`source_id`) is the one registered for the API client; the body cannot set it.
         */
        post: operations["issueCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Offer credentials, which a wallet collects (OpenID4VCI)
         * @description Validates everything at once and stores it encrypted under the code in the link: the issuer cannot read it before a wallet comes with the code. The first wallet that opens the offer gets the credentials, so send link and transaction code by different channels.
         */
        post: operations["createOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/offers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the state of an offer
         * @description For the client that created it, until 30 days after its expiry.
         */
        get: operations["getOffer"];
        put?: never;
        post?: never;
        /**
         * Withdraw an offer
         * @description Wallets cannot collect the credentials any more. If a wallet has collected them, they are revoked, which is final.
         */
        delete: operations["withdrawOffer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openid/credential": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Collect the credentials of an offer
         * @description Send the access token as `Authorization: Bearer`. It is not the key of an API client. The same token with the same keys gets the same credentials again, until they are accepted or the token expires.
         */
        post: operations["collectCredentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openid/nonce": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a nonce for key proofs */
        post: operations["getNonce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openid/notification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the issuer what became of the credentials
         * @description Send the access token as `Authorization: Bearer`. It is not the key of an API client. The status of the credentials stays as it is. After `credential_accepted` the issuer deletes its encrypted copy.
         */
        post: operations["notifyIssuer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openid/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange the pre-authorized code of an offer for an access token
         * @description A code is exchanged once, also if the response gets lost: then the owner of the offer creates a new one. After a wrong transaction code, the next one is accepted 1, 2, 4, … and at most 30 seconds later.
         */
        post: operations["exchangeCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status-lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a signed status list (Token Status List) */
        get: operations["getStatusList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/type-metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the type metadata of the credentials (SD-JWT VC) */
        get: operations["getTypeMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/type-metadata/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the JSON schema of the claims of a credential */
        get: operations["getCredentialSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the webhooks of the client */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Register a URL that gets events (Standard Webhooks)
         * @description The service posts `{ type, timestamp, data: { id, sequence } }` to the URL, signed with `webhook-id`, `webhook-timestamp` and `webhook-signature`, and repeats it for a day until the response is 2xx. A client has at most 10 webhooks. See docs/webhooks.md.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a webhook
         * @description Events that were not delivered yet are dropped.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the latest deliveries of a webhook
         * @description At most 100, those of the latest requests or offers first. The service keeps them for 30 days.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/deliveries/{delivery}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver an event again
         * @description With the same `webhook-id`, also if it was delivered. The service sends it within seconds.
         */
        post: operations["resendWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret for a webhook
         * @description For 24 hours, events have signatures of both secrets. A webhook that was stopped is active again.
         */
        post: operations["rotateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 8414; OpenID4VCI, section 12.3. */
        AuthorizationServer: {
            grant_types_supported: string[];
            /** Format: uri */
            issuer: string;
            "pre-authorized_grant_anonymous_access_supported": boolean;
            /** Format: uri */
            token_endpoint: string;
            token_endpoint_auth_methods_supported: string[];
        };
        /** @description Claims about the person: given_name, family_name, birthdate, employer, employment_type, employed_since. Texts have printable characters only. */
        Claims: {
            /** Format: date */
            birthdate?: string;
            /** Format: date */
            employed_since?: string;
            employer?: string;
            employment_type?: string;
            family_name?: string;
            given_name?: string;
        };
        CreatedOffer: {
            /** Format: date-time */
            expires_at: string;
            /** @description The id of the offer, and of the batch of credentials once it is collected */
            id: string;
            /**
             * Format: uri
             * @description A web page with the offer in its fragment, which browsers send to no server. It contains a secret: give it to the person only, and store it nowhere else.
             */
            link: string;
            /**
             * Format: uri
             * @description Opens a wallet: as a link on the device of the wallet, or as a QR code. It contains a secret: give it to the person only, and store it nowhere else.
             */
            offer_uri: string;
            /** @description The transaction code. Send it by another channel than the link, never on the same page, letter or screen. */
            tx_code?: string;
        };
        CreatedWebhook: {
            /** Format: date-time */
            created_at: string;
            /** @description The events that it gets */
            events: ("request.verified" | "request.disclosed" | "request.refused" | "request.expired" | "offer.issued" | "credential.revoked")[];
            /** @description The id of the webhook */
            id: string;
            /** @description Verifies signatures `v1a` (ed25519). Absent if the operator removed the key that the secret follows from: rotate the secret */
            public_key?: string;
            /** @description Verifies signatures `v1` (HMAC-SHA256). The service shows it only now: store it like a password */
            secret: string;
            /**
             * @description `stopped` after the receiver answered with 410. Rotate the secret to start it again
             * @enum {string}
             */
            state: "active" | "stopped";
            /**
             * Format: uri
             * @description The URL that gets the events
             */
            url: string;
        };
        Credential: {
            /** @description An SD-JWT VC */
            credential: string;
        };
        /** @description OpenID4VCI, section 12.2.4. */
        CredentialIssuer: {
            batch_credential_issuance: {
                [key: string]: number;
            };
            /** @description One configuration: `zk-income-2` */
            credential_configurations_supported: {
                [key: string]: Record<string, never>;
            };
            /** Format: uri */
            credential_endpoint: string;
            /** Format: uri */
            credential_issuer: string;
            /** Format: uri */
            nonce_endpoint: string;
            /** Format: uri */
            notification_endpoint: string;
        };
        /** @description OpenID4VCI, section 8.2. Other parameters are ignored. */
        CredentialRequest: {
            /** @enum {string} */
            credential_configuration_id: "zk-income-2";
            proofs: components["schemas"]["KeyProofs"];
            /** @description For wallets that prove policies: whether the response also has the openings of the commitments. Other wallets do not ask for them, and can then not show them. */
            zk_income_openings?: boolean;
        };
        /** @description OpenID4VCI, section 8.3. */
        CredentialResponse: {
            /** @description In the order of the proofs; at most the batch size of the offer */
            credentials: components["schemas"]["Credential"][];
            notification_id: string;
            /** @description If the request asks for it: the disclosures that open the commitments of each credential. They contain the income. */
            zk_income_openings?: string[];
        };
        /** @description A JSON schema (2020-12). */
        CredentialSchema: {
            /** Format: uri */
            $schema: string;
            properties: {
                [key: string]: unknown;
            };
            required: string[];
            title: string;
            type: string;
        };
        CredentialStatus: {
            /**
             * @description `revoked` is final.
             * @enum {string}
             */
            status: "valid" | "suspended" | "revoked";
        };
        /** @description An error in one member of the input. */
        FieldError: {
            /** @description What was expected */
            detail: string;
            /** @description A JSON pointer (RFC 6901) as a URI fragment */
            pointer: string;
        };
        Health: {
            /** @enum {string} */
            status: "live";
        };
        /** @description A public key of the holder (JWK): P-256, or Ed25519 without `y`. Other public members are allowed and ignored. */
        HolderKey: {
            /** @enum {string} */
            crv: "P-256" | "Ed25519";
            /** @enum {string} */
            kty: "EC" | "OKP";
            /** @description base64url, 32 bytes */
            x: string;
            /** @description base64url, 32 bytes; only for P-256 */
            y?: string;
        };
        /** @description Identifies the person in the same way for every issuer. The issuer derives `subject` from the identity and does not store the identity. */
        Identity: {
            /**
             * @description ISO 3166-1 alpha-2: an officially assigned code, so `GB` and not `UK`, `GR` and not `EL`
             * @enum {string}
             */
            country: "AD" | "AE" | "AF" | "AG" | "AI" | "AL" | "AM" | "AO" | "AQ" | "AR" | "AS" | "AT" | "AU" | "AW" | "AX" | "AZ" | "BA" | "BB" | "BD" | "BE" | "BF" | "BG" | "BH" | "BI" | "BJ" | "BL" | "BM" | "BN" | "BO" | "BQ" | "BR" | "BS" | "BT" | "BV" | "BW" | "BY" | "BZ" | "CA" | "CC" | "CD" | "CF" | "CG" | "CH" | "CI" | "CK" | "CL" | "CM" | "CN" | "CO" | "CR" | "CU" | "CV" | "CW" | "CX" | "CY" | "CZ" | "DE" | "DJ" | "DK" | "DM" | "DO" | "DZ" | "EC" | "EE" | "EG" | "EH" | "ER" | "ES" | "ET" | "FI" | "FJ" | "FK" | "FM" | "FO" | "FR" | "GA" | "GB" | "GD" | "GE" | "GF" | "GG" | "GH" | "GI" | "GL" | "GM" | "GN" | "GP" | "GQ" | "GR" | "GS" | "GT" | "GU" | "GW" | "GY" | "HK" | "HM" | "HN" | "HR" | "HT" | "HU" | "ID" | "IE" | "IL" | "IM" | "IN" | "IO" | "IQ" | "IR" | "IS" | "IT" | "JE" | "JM" | "JO" | "JP" | "KE" | "KG" | "KH" | "KI" | "KM" | "KN" | "KP" | "KR" | "KW" | "KY" | "KZ" | "LA" | "LB" | "LC" | "LI" | "LK" | "LR" | "LS" | "LT" | "LU" | "LV" | "LY" | "MA" | "MC" | "MD" | "ME" | "MF" | "MG" | "MH" | "MK" | "ML" | "MM" | "MN" | "MO" | "MP" | "MQ" | "MR" | "MS" | "MT" | "MU" | "MV" | "MW" | "MX" | "MY" | "MZ" | "NA" | "NC" | "NE" | "NF" | "NG" | "NI" | "NL" | "NO" | "NP" | "NR" | "NU" | "NZ" | "OM" | "PA" | "PE" | "PF" | "PG" | "PH" | "PK" | "PL" | "PM" | "PN" | "PR" | "PS" | "PT" | "PW" | "PY" | "QA" | "RE" | "RO" | "RS" | "RU" | "RW" | "SA" | "SB" | "SC" | "SD" | "SE" | "SG" | "SH" | "SI" | "SJ" | "SK" | "SL" | "SM" | "SN" | "SO" | "SR" | "SS" | "ST" | "SV" | "SX" | "SY" | "SZ" | "TC" | "TD" | "TF" | "TG" | "TH" | "TJ" | "TK" | "TL" | "TM" | "TN" | "TO" | "TR" | "TT" | "TV" | "TW" | "TZ" | "UA" | "UG" | "UM" | "US" | "UY" | "UZ" | "VA" | "VC" | "VE" | "VG" | "VI" | "VN" | "VU" | "WF" | "WS" | "XK" | "YE" | "YT" | "ZA" | "ZM" | "ZW";
            /** @description Letters, digits and combining marks of any script, and `+`, are significant; case is not. Spaces, hyphens, dots, slashes and parentheses are ignored. Any other character is rejected. At least 4 letters or digits; never a placeholder. */
            id: string;
            /**
             * @description The kind of the identifier. Issuers whose credentials a holder combines must use the same kind: an id of another kind is another `subject`.
             * @enum {string}
             */
            id_type: "tax_id" | "national_id" | "social_security" | "id_card" | "passport" | "residence_permit";
        };
        IssuedCredentials: {
            /** @description SD-JWTs with all disclosures, one per holder key, in the same order. They contain the income: give them to the holder and do not store them. */
            credentials: string[];
            /** @description The id of the batch, for changes of its status */
            id: string;
        };
        IssueRequest: {
            /** @description Exactly the attributes that the issuer is configured with. Each value is a decimal integer, as a string, from 0 to 9007199254740991, in the smallest unit of the currency (or in months). */
            attributes: {
                [key: string]: string;
            };
            claims?: components["schemas"]["Claims"];
            /** @description The payer's number or name of the contract that the amounts are of, the same each time. Required if the issuer tells the contracts of one payer apart (`ISSUER_CONTRACTS`), and otherwise not allowed. Case, separators and zeros at the start are ignored. It is committed to, and never disclosed. */
            contract?: string | null;
            /** @description ISO 4217 */
            currency: string;
            /** @description Validity in days; 30 if absent */
            expires_in_days?: number | null;
            /** @description One credential instance is issued for each key. Keys must be distinct and must not contain a private part. */
            holder_keys: components["schemas"]["HolderKey"][];
            identity: components["schemas"]["Identity"];
            /** @description At least a year and at most 5 years, or exactly the days of pay periods. */
            period: components["schemas"]["Period"];
        };
        IssuerMetadata: {
            /** Format: uri */
            issuer: string;
            /** Format: uri */
            jwks_uri: string;
        };
        KeyProofs: {
            /** @description One JWT for each key of the holder (appendix F.1), with the key as `jwk` */
            jwt: string[];
        };
        /** @description A JWK Set (RFC 7517). */
        KeySet: {
            keys: components["schemas"]["PublishedKey"][];
        };
        NonceResponse: {
            /** @description For key proofs; valid for five minutes */
            c_nonce: string;
        };
        /** @description OpenID4VCI, section 11.1. */
        NotificationRequest: {
            /** @enum {string} */
            event: "credential_accepted" | "credential_failure" | "credential_deleted";
            /** @description Printable ASCII. It is not stored. */
            event_description?: string;
            notification_id: string;
        };
        OfferAlert: {
            /** @enum {string} */
            code: "already_collected" | "not_collected" | "wrong_tx_codes" | "too_many_wrong_tx_codes" | "not_issuable";
            /** @description What happened, and what to do */
            detail: string;
        };
        OfferRequest: {
            /** @description Exactly the attributes that the issuer is configured with. Each value is a decimal integer, as a string, from 0 to 9007199254740991, in the smallest unit of the currency (or in months). */
            attributes: {
                [key: string]: string;
            };
            /** @description The most credential instances that the wallet gets, one for each of its keys; 10 if absent */
            batch_size?: number | null;
            claims?: components["schemas"]["Claims"];
            /** @description The payer's number or name of the contract that the amounts are of, the same each time. Required if the issuer tells the contracts of one payer apart (`ISSUER_CONTRACTS`), and otherwise not allowed. Case, separators and zeros at the start are ignored. It is committed to, and never disclosed. */
            contract?: string | null;
            /** @description ISO 4217 */
            currency: string;
            /** @description Seconds until the offer expires; 86400 if absent */
            expires_in?: number | null;
            /** @description Validity in days; 30 if absent */
            expires_in_days?: number | null;
            identity: components["schemas"]["Identity"];
            /** @description At least a year and at most 5 years, or exactly the days of pay periods. */
            period: components["schemas"]["Period"];
            /** @description Whether the person enters a transaction code in the wallet, which they get by another channel than the link; true if absent. With `false`, the first wallet that opens the link gets the credentials. */
            tx_code?: boolean | null;
        };
        /** @description An offer, for the client that created it. */
        OfferView: {
            alerts: components["schemas"]["OfferAlert"][];
            batch_size: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            /** @description Credential instances that the wallet got */
            issued?: number;
            /** Format: date-time */
            issued_at?: string;
            notification?: components["schemas"]["WalletNotification"];
            /** Format: date-time */
            opened_at?: string;
            /**
             * @description `opened`: a wallet has exchanged the code and has 5 minutes to collect. `failed`: create a new offer; `alerts` says why.
             * @enum {string}
             */
            state: "created" | "opened" | "issued" | "expired" | "failed" | "withdrawn";
        };
        /** @description An error of OAuth 2.0 (RFC 6749, section 5.2). */
        OpenidError: {
            /** @description The code of this service, where it has one. Other standards do not define the member. */
            code?: string;
            /** @description The code of the standard */
            error: string;
            /** @description Explains the error to developers, in ASCII. Never repeats a value of the request. */
            error_description: string;
        };
        /** @description The window consists of exactly so many complete pay periods, and the amounts are those of them. */
        PayPeriods: {
            count: number;
            /** @enum {string} */
            unit: "month" | "fortnight" | "week";
        };
        /** @description The window in which the amounts were received, both days included. Always disclosed: use the same windows for all people. */
        Period: {
            /**
             * Format: date
             * @description The last day; not after today
             */
            end: string;
            /** @description Required for attributes of complete pay periods (`regular_gross`, `regular_net`) and for windows of less than a year. */
            pay_periods?: components["schemas"]["PayPeriods"];
            /**
             * Format: date
             * @description The first day
             */
            start: string;
        };
        /** @description Problem details (RFC 9457). Clients evaluate `code`, which is stable. */
        Problem: {
            /**
             * @description The stable error code
             * @enum {string}
             */
            code: "bad_request" | "not_found" | "method_not_allowed" | "uri_too_long" | "internal_error" | "unavailable" | "unauthorized" | "insufficient_scope" | "rate_limited" | "rate_exceeded" | "quota_exceeded" | "invalid_idempotency_key" | "idempotency_key_reused" | "in_progress" | "invalid_json" | "validation_failed" | "payload_too_large" | "unsupported_media_type" | "unknown_attribute" | "value_out_of_range" | "unknown_currency" | "invalid_period" | "invalid_identity" | "invalid_contract" | "invalid_claims" | "invalid_holder_key" | "duplicate_holder_key" | "private_holder_key" | "invalid_expiry" | "source_missing" | "source_invalid" | "status_list_full" | "credential_unknown" | "revocation_final" | "invalid_input" | "offers_unsupported" | "offer_unknown" | "webhook_url_invalid" | "webhook_limit_reached" | "webhooks_unsupported" | "webhook_unknown" | "webhook_delivery_unknown" | "webhook_stopped" | "offer_code_invalid" | "tx_code_required" | "tx_code_unexpected" | "tx_code_throttled" | "access_token_invalid" | "offer_not_collectable" | "notification_unknown" | "status_list_unknown";
            /** @description Explains this occurrence of the error. Never repeats a value of the request. */
            detail: string;
            /** @description Every fault of the input, where several were looked for */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: uri
             * @description Identifies the request in the logs; the UUID is also in the header `X-Request-Id`
             */
            instance: string;
            status: number;
            /** @description A summary of the error for humans; may change */
            title: string;
            /**
             * Format: uri
             * @description A URN with the code
             */
            type: string;
            /** @description Only with `rate_exceeded` and `quota_exceeded`: the exhausted policies of `RateLimit-Policy` */
            "violated-policies"?: ("rate" | "month")[];
        };
        /** @description A public signing key (RFC 7517). */
        PublishedKey: {
            /** @enum {string} */
            alg: "ES256";
            /** @enum {string} */
            crv: "P-256";
            /** @description RFC 7638 thumbprint of the key */
            kid: string;
            /** @enum {string} */
            kty: "EC";
            /** @enum {string} */
            use: "sig";
            /** @description base64url, 32 bytes */
            x: string;
            /** @description base64url, 32 bytes */
            y: string;
        };
        Readiness: {
            /** @description The backend of the range proofs in all threads: `wasm-simd`, or `noble`, the fallback, where the configuration allows it. */
            proof_backend: string;
            /**
             * @description Whether a configured certificate fits the key that signs now. Without one, wallets that find keys by certificates only are not served; everything else works.
             * @enum {string}
             */
            signing_certificate?: "not_configured" | "valid" | "expires_soon" | "expired" | "not_yet_valid" | "other_key" | "other_host";
            /** @enum {string} */
            status: "ready";
        };
        Started: {
            /** @enum {string} */
            status: "started";
        };
        /** @description OpenID4VCI, section 6.1. Other parameters are ignored. */
        TokenRequest: {
            /** @description Allowed, and not verified */
            client_id?: string;
            /** @enum {string} */
            grant_type: "urn:ietf:params:oauth:grant-type:pre-authorized_code";
            "pre-authorized_code": string;
            /** @description What the person entered, where the offer requires it */
            tx_code?: string;
        };
        TokenResponse: {
            access_token: string;
            /** @description Seconds */
            expires_in: number;
            /** @enum {string} */
            token_type: "Bearer";
        };
        /** @description SD-JWT VC, section 4 of draft 19. */
        TypeMetadata: {
            claims: Record<string, never>[];
            description: string;
            display: Record<string, never>[];
            name: string;
            vct: string;
        };
        /** @description What the wallet said of the credentials. */
        WalletNotification: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            event: "credential_accepted" | "credential_failure" | "credential_deleted";
        };
        Webhook: {
            /** Format: date-time */
            created_at: string;
            /** @description The events that it gets */
            events: ("request.verified" | "request.disclosed" | "request.refused" | "request.expired" | "offer.issued" | "credential.revoked")[];
            /** @description The id of the webhook */
            id: string;
            /** @description Verifies signatures `v1a` (ed25519). Absent if the operator removed the key that the secret follows from: rotate the secret */
            public_key?: string;
            /**
             * @description `stopped` after the receiver answered with 410. Rotate the secret to start it again
             * @enum {string}
             */
            state: "active" | "stopped";
            /**
             * Format: uri
             * @description The URL that gets the events
             */
            url: string;
        };
        WebhookDelivery: {
            /** @description Attempts so far */
            attempts: number;
            /**
             * @description Why the last attempt had no response
             * @enum {string}
             */
            error?: "address_not_allowed" | "unreachable" | "tls_failed" | "timeout" | "key_unavailable";
            /**
             * Format: date-time
             * @description When the event happened
             */
            happened_at: string;
            /** @description The `webhook-id` of every attempt */
            id: string;
            /** Format: date-time */
            last_attempt_at: string;
            /**
             * Format: date-time
             * @description Only while `retrying`
             */
            next_attempt_at?: string;
            /**
             * @description `failed`: no further attempt follows
             * @enum {string}
             */
            state: "retrying" | "delivered" | "failed";
            /** @description The status of the last response */
            status?: number;
            /** @description The id of the request, the offer or the batch of credentials */
            subject_id: string;
            /**
             * @description The event
             * @enum {string}
             */
            type: "request.verified" | "request.disclosed" | "request.refused" | "request.expired" | "offer.issued" | "credential.revoked";
        };
        WebhookDeliveryList: {
            deliveries: components["schemas"]["WebhookDelivery"][];
        };
        WebhookList: {
            webhooks: components["schemas"]["Webhook"][];
        };
        WebhookRequest: {
            /** @description The events that it gets; all if absent */
            events?: ("offer.issued" | "credential.revoked")[] | null;
            /** @description An https URL with the port 443 or 8443, on a host with public addresses */
            url: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Present if this is the response to an earlier request with the same `Idempotency-Key` */
        "Idempotency-Replayed": "true";
        /** @description The remaining budget: `r` requests now, and more in `t` seconds */
        RateLimit: string;
        /** @description The limits of the plan (draft-ietf-httpapi-ratelimit-headers): `q` requests per `w` seconds. `rate` gives the size of a burst and the time in which it refills, `month` the quota of the calendar month (UTC). */
        "RateLimit-Policy": string;
        /** @description Seconds to wait before a retry. Absent for some codes. */
        "Retry-After": number;
        /** @description The challenge (RFC 6750) */
        "WWW-Authenticate": string;
        /** @description Identifies the request in the logs */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys that verify the signatures of this service */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeySet"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIssuerMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuerMetadata"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuthorizationServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizationServer"];
                };
            };
            /** @description `offers_unsupported`: Wallets do not accept offers of this issuer: its PUBLIC_URL is neither https nor on this machine. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCredentialIssuer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialIssuer"];
                };
            };
            /** @description `offers_unsupported`: Wallets do not accept offers of this issuer: its PUBLIC_URL is neither https nor on this machine. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the batch */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialStatus"];
            };
        };
        responses: {
            /** @description Status changed */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `validation_failed`: The input does not have the expected shape.
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `credential_unknown`: The credential was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `revocation_final`: The credential is revoked. Revocation is final. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process runs */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service is ready */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isStarted: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service has started */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueCredential: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe for 24 hours: the same key and body get the same response, with `Idempotency-Replayed: true`. After a 503 or a broken connection, a retry continues what the first request began. Use a new key for each new call, such as a UUID. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueRequest"];
            };
        };
        responses: {
            /** @description The credential instances, in the order of the holder keys */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedCredentials"];
                };
            };
            /**
             * @description `invalid_idempotency_key`: The Idempotency-Key is malformed.
             *
             *     `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `validation_failed`: The input does not have the expected shape.
             *
             *     `unknown_attribute`: The attributes are not exactly those that this issuer attests.
             *
             *     `value_out_of_range`: An attribute is not an integer from 0 to 2^53 - 1.
             *
             *     `unknown_currency`: The currency is not an ISO 4217 code.
             *
             *     `invalid_period`: The period is not a window that has ended, of complete pay periods or of at least a year.
             *
             *     `invalid_identity`: The identity is not a valid country, id type and id.
             *
             *     `invalid_contract`: The contract is missing or invalid, or this issuer does not tell contracts apart.
             *
             *     `invalid_claims`: A claim is unknown, or its value is invalid.
             *
             *     `invalid_holder_key`: A holder key is not a public P-256 or Ed25519 key.
             *
             *     `duplicate_holder_key`: Two holder keys are equal.
             *
             *     `private_holder_key`: A holder key contains its private part. It has been exposed: generate a new key.
             *
             *     `invalid_expiry`: The expiry is out of range.
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `insufficient_scope`: The API key lacks the required scope.
             *
             *     `source_missing`: This client cannot issue: it is not registered for a payer.
             *
             *     `source_invalid`: This client cannot issue: the payer that it is registered for is invalid.
             */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used with another body. Use a new key for each call.
             *
             *     `in_progress`: The first request with this Idempotency-Key is still running.
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `unavailable`: The service is unavailable. Retry later.
             *
             *     `status_list_full`: The status lists have no free index. Retry later.
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createOffer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe for 24 hours: the same key and body get the same response, with `Idempotency-Replayed: true`. After a 503 or a broken connection, a retry continues what the first request began. Use a new key for each new call, such as a UUID. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferRequest"];
            };
        };
        responses: {
            /** @description What to hand out */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedOffer"];
                };
            };
            /**
             * @description `invalid_idempotency_key`: The Idempotency-Key is malformed.
             *
             *     `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `validation_failed`: The input does not have the expected shape.
             *
             *     `invalid_input`: The input does not have the expected shape.
             *
             *     `unknown_attribute`: The attributes are not exactly those that this issuer attests.
             *
             *     `value_out_of_range`: An attribute is not an integer from 0 to 2^53 - 1.
             *
             *     `unknown_currency`: The currency is not an ISO 4217 code.
             *
             *     `invalid_period`: The period is not a window that has ended, of complete pay periods or of at least a year.
             *
             *     `invalid_identity`: The identity is not a valid country, id type and id.
             *
             *     `invalid_contract`: The contract is missing or invalid, or this issuer does not tell contracts apart.
             *
             *     `invalid_claims`: A claim is unknown, or its value is invalid.
             *
             *     `invalid_expiry`: The expiry is out of range.
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `source_missing`: This client cannot issue: it is not registered for a payer.
             *
             *     `source_invalid`: This client cannot issue: the payer that it is registered for is invalid.
             *
             *     `insufficient_scope`: The API key lacks the required scope.
             */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used with another body. Use a new key for each call.
             *
             *     `in_progress`: The first request with this Idempotency-Key is still running.
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `offers_unsupported`: Wallets do not accept offers of this issuer: its PUBLIC_URL is neither https nor on this machine. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the offer */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offer */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferView"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `offer_unknown`: The offer was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the offer */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdrawn */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `offer_unknown`: The offer was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    collectCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialRequest"];
            };
        };
        responses: {
            /** @description The credentials */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialResponse"];
                };
            };
            /**
             * @description `invalid_credential_request`: The request is malformed.
             *
             *     `unknown_credential_configuration`: The issuer has no such configuration.
             *
             *     `unknown_credential_identifier`: The issuer has no credential identifiers.
             *
             *     `invalid_proof`: A key proof is missing or invalid.
             *
             *     `invalid_nonce`: The nonce of a key proof is unknown or has expired. Get a new one.
             *
             *     `invalid_encryption_parameters`: The issuer does not encrypt responses.
             *
             *     `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `offer_not_collectable`: The credentials of this offer were already issued for other keys, or are no longer available.
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `access_token_invalid`: The access token is unknown or expired. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `rate_limited`: Too many requests from this address. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /**
             * @description `unavailable`: The service is unavailable. Retry later.
             *
             *     `status_list_full`: The status lists have no free index. Retry later.
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
        };
    };
    getNonce: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The nonce */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NonceResponse"];
                };
            };
            /** @description `invalid_json`: The body is not valid I-JSON. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
        };
    };
    notifyIssuer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationRequest"];
            };
        };
        responses: {
            /** @description Recorded */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid_notification_request`: The request is malformed.
             *
             *     `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `notification_unknown`: The notification id does not belong to the access token.
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `access_token_invalid`: The access token is unknown or expired. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `rate_limited`: Too many requests from this address. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
        };
    };
    exchangeCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description The access token */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenResponse"];
                };
            };
            /**
             * @description `unsupported_grant_type`: The grant type is not the pre-authorized code.
             *
             *     `invalid_request`: A parameter is missing or repeated.
             *
             *     `bad_request`: The HTTP request is invalid.
             *
             *     `offer_code_invalid`: The pre-authorized code is unknown, expired or used, or the transaction code is wrong.
             *
             *     `tx_code_required`: The offer requires a transaction code.
             *
             *     `tx_code_unexpected`: The offer has no transaction code.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `tx_code_throttled`: Too many wrong transaction codes. Retry later.
             */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
        };
    };
    getStatusList: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of a cached token */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The number of the status list, as in the `uri` of a credential */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status list token (JWT) */
            200: {
                headers: {
                    /** @description `max-age` is the `ttl` of the list */
                    "Cache-Control"?: string;
                    /** @description `gzip`, if the client accepts it */
                    "Content-Encoding"?: string;
                    /** @description Identifies this token in its coding */
                    ETag?: string;
                    /** @description `accept-encoding` */
                    Vary?: string;
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/statuslist+jwt": string;
                };
            };
            /** @description Not modified: the cached token is current */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `status_list_unknown`: The status list was not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTypeMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TypeMetadata"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCredentialSchema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialSchema"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks, without their secrets */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe for 24 hours: the same key and body get the same response, with `Idempotency-Replayed: true`. After a 503 or a broken connection, a retry continues what the first request began. Use a new key for each new call, such as a UUID. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description The webhook, with its secret */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
            /**
             * @description `invalid_idempotency_key`: The Idempotency-Key is malformed.
             *
             *     `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `validation_failed`: The input does not have the expected shape.
             *
             *     `webhook_url_invalid`: The URL cannot receive webhooks.
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used with another body. Use a new key for each call.
             *
             *     `in_progress`: The first request with this Idempotency-Key is still running.
             *
             *     `webhook_limit_reached`: The client has as many webhooks as it may have. Remove one first.
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhooks_unsupported`: This service sends no webhooks: its operator configured no WEBHOOK_KEYS. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Webhook removed */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_unknown`: The webhook was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deliveries */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_unknown`: The webhook was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the delivery */
                delivery: string;
                /** @description The `id` of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service will send it */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `webhook_unknown`: The webhook was not found.
             *
             *     `webhook_delivery_unknown`: The delivery was not found.
             */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_stopped`: The receiver answered 410, and the webhook stopped. Rotate its secret to start it again. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, with its new secret */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_unknown`: The webhook was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhooks_unsupported`: This service sends no webhooks: its operator configured no WEBHOOK_KEYS. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
