"""What Postfix and Dovecot are told for the tests: the bare minimum, unprivileged, loopback only."""

from __future__ import annotations

DOMAINE = "demo.test"

DOVECOT = """\
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/dovecot.log
instance_name = robot-essais-{imap}
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{tls}/serveur.pem
ssl_key = <{tls}/serveur.key
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = {compte}
default_internal_group = {compte}
default_login_user = {compte}
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {base}/comptes
}}
userdb {{
  driver = passwd-file
  args = username_format=%n {base}/comptes
}}
mail_location = maildir:~/Maildir
mail_fsync = never
mail_plugins = quota
recipient_delimiter = +
lda_original_recipient_header = X-Original-To
namespace inbox {{
  inbox = yes
  mailbox Junk {{
    special_use = \\Junk
  }}
}}
service anvil {{
  chroot =
  # No growing delay after the wrong passwords that tests give.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service auth {{
  inet_listener sasl {{
    address = 127.0.0.1
    port = {sasl}
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
protocol imap {{
  mail_plugins = quota imap_quota
}}
protocol lmtp {{
  mail_plugins = quota sieve
  postmaster_address = postmaster@{domaine}
}}
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
  quota = maildir:User quota
  quota_rule = *:storage=1G
}}
submission_host = 127.0.0.1:{smtp}
hostname = mx.{domaine}
"""

POSTFIX = """\
compatibility_level = 3.6
config_directory = {base}/conf
queue_directory = {base}/queue
data_directory = {base}/data
daemon_directory = {demons}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
multi_instance_name = postfix-robot-essais-{smtp}
multi_instance_enable = yes
myhostname = mx.{domaine}
mydomain = {domaine}
myorigin = {domaine}
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = {domaine}
# static:ok: smtpd takes unknown users, LMTP refuses them later: a real bounce.
virtual_mailbox_maps = static:ok
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
# Sieve obeys RFC 3834: it never answers a letter that says it is automatic, and ours do. Many gateways drop that
# header on the way; the one before this correspondent does.
transport_maps = inline:{{ vac@{domaine}=lmtp-sans-auto:inet:127.0.0.1:{lmtp} }}
# Nothing leaves the machine.
default_transport = error:5.4.4 pas de route
relay_transport = error:5.4.4 pas de route
recipient_delimiter = +
smtp_host_lookup = native
disable_dns_lookups = yes
smtp_dns_support_level = disabled
smtpd_discard_ehlo_keywords =
smtpd_tls_security_level = may
smtpd_tls_cert_file = {tls}/serveur.pem
smtpd_tls_key_file = {tls}/serveur.key
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
delay_warning_time = 20s
minimal_backoff_time = 5s
maximal_backoff_time = 10s
queue_run_delay = 5s
bounce_queue_lifetime = 60s
maximal_queue_lifetime = 60s
maillog_file = {base}/log/maillog
maillog_file_prefixes = {base}
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
notify_classes =
smtpd_error_sleep_time = 0
"""

MASTER = """\
127.0.0.1:{smtp} inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=no
127.0.0.1:{soumission} inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_security_level=encrypt
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{smtps} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
showq     unix  n - n - - showq
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
lmtp      unix  - - n - - lmtp
lmtp-sans-auto unix - - n - - lmtp
  -o lmtp_header_checks=regexp:{base}/conf/sans-auto
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""

VACANCES = f"""\
require ["vacation"];
vacation :days 1 :subject "Absence du bureau" :from "vac@{DOMAINE}" :addresses ["vac@{DOMAINE}"]
"Je suis absente jusqu'au 3 janvier. Pour toute urgence, joindre l'accueil.";
"""
