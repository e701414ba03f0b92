package dev.killswitch.source.guardduty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** Findings made for the tests, in the documented shapes. */
final class Findings {
    static final String EXFILTRATION = event("""
            "type":"UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS","severity":8,
            "title":"Credentials of an instance role were used from outside",
            "resource":{"resourceType":"AccessKey",
              "accessKeyDetails":{"accessKeyId":"ASIAIOSFODNN7EXAMPLE","principalId":"AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0",
                "userType":"AssumedRole","userName":"batch"},
              "instanceDetails":{"instanceId":"i-0123456789abcdef0",
                "iamInstanceProfile":{"arn":"arn:aws:iam::111122223333:instance-profile/batch","id":"AIPA1"},
                "networkInterfaces":[{"networkInterfaceId":"eni-0123456789abcdef0","publicIp":"203.0.113.1"}]}},
            "service":{"serviceName":"guardduty","resourceRole":"TARGET","archived":false,"count":1,
              "eventLastSeen":"2026-01-02T03:04:00.000Z","additionalInfo":{},
              "action":{"actionType":"AWS_API_CALL","awsApiCallAction":{"api":"ListBuckets",
                "remoteIpDetails":{"ipAddressV4":"203.0.113.7"}}}}
            """);

    static final String EKS = event("""
            "type":"PrivilegeEscalation:Kubernetes/PrivilegedContainer","severity":5.0,"title":"x",
            "resource":{"resourceType":"EKSCluster",
              "eksClusterDetails":{"name":"prod","arn":"arn:aws:eks:eu-west-1:111122223333:cluster/prod"},
              "kubernetesDetails":{
                "kubernetesUserDetails":{"username":"system:serviceaccount:ci:runner","groups":["system:authenticated"],
                  "impersonatedUser":{"username":"alice"}},
                "kubernetesWorkloadDetails":{"name":"toolbox","type":"pods","namespace":"shop","uid":"u-1",
                  "serviceAccountName":"web"}},
              "accessKeyDetails":{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","principalId":"AIDAIOSFODNN7EXAMPLE",
                "userType":"IAMUser","userName":"alice"}},
            "service":{"serviceName":"guardduty","resourceRole":"TARGET","archived":true,"count":7,
              "eventLastSeen":"2026-01-02T03:04:00Z",
              "action":{"kubernetesApiCallAction":{"remoteIpDetails":{"ipAddressV4":"203.0.113.7"}}}}
            """);

    static final String SEQUENCE = event("""
            "type":"AttackSequence:IAM/CompromisedCredentials","severity":9.0,"title":"x",
            "resource":{"resourceType":"AttackSequence"},
            "service":{"serviceName":"guardduty","count":1,"eventLastSeen":"2026-01-02T03:04:00Z","detection":{"sequence":{
              "actors":[
                {"id":"a1","user":{"name":"alice","uid":"AIDAIOSFODNN7EXAMPLE","type":"IAMUser",
                  "credentialUid":"AKIAIOSFODNN7EXAMPLE","account":{"uid":"111122223333"}}},
                {"id":"a2","user":{"name":"batch","uid":"AROAIOSFODNN7EXAMPLE:job-7","type":"AssumedRole",
                  "credentialUid":"ASIAIOSFODNN7EXAMPLE","account":{"uid":"444455556666"}}}],
              "resources":[
                {"uid":"arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0","name":"web","region":"eu-west-1",
                  "accountId":"111122223333","resourceType":"EC2_INSTANCE"},
                {"uid":"arn:aws:s3:::acme-invoices","name":"acme-invoices","accountId":"111122223333",
                  "resourceType":"S3_BUCKET"},
                {"uid":"x","name":"web","resourceType":"KUBERNETES_WORKLOAD",
                  "data":{"kubernetesWorkload":{"namespace":"shop","type":"deployments"}}},
                {"uid":"AKIAIOSFODNN7EXAMPLE","resourceType":"ACCESS_KEY"}],
              "endpoints":[{"id":"e1","ip":"203.0.113.7"},{"id":"e2","ip":"198.51.100.0"}]}}}
            """);

    private Findings() {}

    /** A finding in its event; {@code finding} is what stands beside what every finding has. */
    static String event(String finding) {
        return """
                {"version":"0","id":"6f1c1a52-0000-4000-8000-000000000001","detail-type":"GuardDuty Finding",
                 "source":"aws.guardduty","account":"999999999999","time":"2026-01-02T03:05:00Z","region":"eu-west-1",
                 "resources":[],"detail":{"schemaVersion":"2.0","accountId":"111122223333","region":"eu-west-1",
                 "partition":"aws","id":"0123456789abcdef0123456789abcdef","createdAt":"2026-01-02T03:04:30.000Z",
                 "updatedAt":"2026-01-02T03:04:30.000Z",""" + finding + "}}";
    }

    static String inSns(String message) {
        return sns(Map.of("Type", "Notification", "Message", message));
    }

    static String sns(Map<String, String> more) {
        var message = new TreeMap<>(Map.of(
                "MessageId", "11111111-2222-3333-4444-555555555555",
                "TopicArn", "arn:aws:sns:eu-west-1:111122223333:findings",
                "Timestamp", "2026-01-02T03:05:00.000Z",
                "Message", "x"));
        message.putAll(more);
        try {
            return new ObjectMapper().writeValueAsString(message);
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }
}
