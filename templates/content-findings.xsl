<?xml version="1.0" encoding="UTF-8"?>
<!-- The longer half of what content.xsl gives: findings, weight files,
     evidence, rule packs, how to verify. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:d="urn:auditor:dossier:1" xmlns="urn:auditor:content:1"
    exclude-result-prefixes="d">

  <xsl:template name="findings-content">
    <section id="findings">
      <title><xsl:value-of select="$S[../@id = 'findings']"/></title>
      <xsl:for-each select="d:verdict/d:theme">
        <xsl:variable name="theme" select="@name"/>
        <xsl:variable name="mine" select="/d:dossier/d:findings/d:finding[@theme = $theme]"/>
        <xsl:if test="$mine">
          <section id="theme-{$theme}">
            <title><xsl:value-of select="$S[../@id = concat('theme.', $theme)]"/></title>
            <xsl:apply-templates mode="content" select="$mine[@outcome = 'fail'][@severity = 'blocker']"/>
            <xsl:apply-templates mode="content" select="$mine[@outcome = 'unknown'][@severity = 'blocker']"/>
            <xsl:apply-templates mode="content" select="$mine[@outcome = 'fail'][@severity != 'blocker']"/>
            <xsl:apply-templates mode="content" select="$mine[@outcome = 'unknown'][@severity != 'blocker']"/>
            <xsl:apply-templates mode="content" select="$mine[@outcome = 'waived']"/>
            <xsl:apply-templates mode="content" select="$mine[@outcome = 'attested']"/>
            <xsl:apply-templates mode="content" select="$mine[@outcome = 'not-yet-applicable']"/>
            <xsl:call-template name="settled-content">
              <xsl:with-param name="settled" select="$mine[@outcome = 'pass' or @outcome = 'not-applicable']"/>
            </xsl:call-template>
          </section>
        </xsl:if>
      </xsl:for-each>
    </section>
  </xsl:template>

  <xsl:template match="d:finding" mode="content">
    <entry id="{@rule}">
      <title>
        <xsl:value-of select="concat(@rule, '&#xA0;· ')"/>
        <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:title"/></xsl:call-template>
      </title>
      <p>
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'outcome'"/><xsl:with-param name="value" select="@outcome"/></xsl:call-template>
        <xsl:value-of select="concat(' · ', $S[../@id = 'severity'], $colon, ' ', $S[../@id = concat('severity.', current()/@severity)])"/>
      </p>
      <p><xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:statement"/></xsl:call-template></p>
      <xsl:if test="string(d:message[@xml:lang = $lang]) != ''">
        <p><b><xsl:call-template name="message"><xsl:with-param name="texts" select="d:message"/></xsl:call-template></b></p>
      </xsl:if>
      <xsl:apply-templates select="." mode="figures-content"/>
      <xsl:if test="@outcome = 'fail' or @outcome = 'unknown' or @readiness = 'fail' or @readiness = 'unknown'">
        <p>
          <b><xsl:value-of select="concat($S[../@id = 'remedy'], $colon)"/></b>
          <xsl:text> </xsl:text>
          <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:remedy"/></xsl:call-template>
        </p>
      </xsl:if>
      <xsl:apply-templates select="d:waiver" mode="content"/>
      <xsl:apply-templates select="." mode="ground-content"/>
    </entry>
  </xsl:template>

  <xsl:template match="d:finding" mode="figures-content">
    <xsl:if test="string(d:observed) != '' or string(d:threshold) != ''">
      <p>
        <xsl:if test="string(d:observed) != ''">
          <xsl:value-of select="concat($S[../@id = 'observed'], $colon, ' ')"/>
          <xsl:call-template name="literal"><xsl:with-param name="value" select="string(d:observed)"/></xsl:call-template>
        </xsl:if>
        <xsl:if test="string(d:observed) != '' and string(d:threshold) != ''"> · </xsl:if>
        <xsl:if test="string(d:threshold) != ''">
          <xsl:value-of select="concat($S[../@id = 'threshold'], $colon, ' ')"/>
          <xsl:call-template name="literal"><xsl:with-param name="value" select="string(d:threshold)"/></xsl:call-template>
        </xsl:if>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="d:waiver" mode="content">
    <p>
      <xsl:value-of select="concat($S[../@id = 'waiver'], ' ')"/>
      <xsl:call-template name="word"><xsl:with-param name="text" select="@role"/></xsl:call-template>
      <xsl:value-of select="concat(', ', $S[../@id = 'until'], ' ')"/>
      <xsl:call-template name="date"><xsl:with-param name="value" select="@until"/></xsl:call-template>
      <xsl:if test="@expired = 'yes'"><xsl:value-of select="concat(' (', $S[../@id = 'expired'], ')')"/></xsl:if>
      <xsl:value-of select="concat($colon, ' ')"/>
      <xsl:call-template name="word"><xsl:with-param name="text" select="@reason"/></xsl:call-template>
    </p>
  </xsl:template>

  <!-- The law, its status, and every place of the evidence. -->
  <xsl:template match="d:finding" mode="ground-content">
    <small>
      <xsl:value-of select="concat($S[../@id = 'citation'], $colon, ' ')"/>
      <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:citation"/></xsl:call-template>
      <xsl:value-of select="concat(' (', $S[../@id = concat('source.', current()/@source)], ')')"/>
      <xsl:if test="@in-force != ''">
        <xsl:value-of select="concat(', ', $S[../@id = 'in-force'], ' ')"/>
        <xsl:call-template name="date"><xsl:with-param name="value" select="@in-force"/></xsl:call-template>
      </xsl:if>
      <xsl:if test="@outcome = 'not-yet-applicable'">
        <xsl:value-of select="concat(', ', $S[../@id = 'readiness'], $colon, ' ', $S[../@id = concat('outcome.', current()/@readiness)])"/>
      </xsl:if>
    </small>
    <xsl:if test="d:source">
      <small>
        <xsl:value-of select="concat($S[../@id = 'evidence.refs'], $colon, ' ')"/>
        <xsl:for-each select="d:source">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <ref to="{@evidence}"><xsl:value-of select="@evidence"/></ref>
          <xsl:if test="@place != ''"><xsl:value-of select="concat(' (', @place, ')')"/></xsl:if>
        </xsl:for-each>
      </small>
    </xsl:if>
  </xsl:template>

  <xsl:template name="settled-content">
    <xsl:param name="settled"/>
    <xsl:if test="$settled">
      <table>
        <title><xsl:value-of select="concat($S[../@id = 'findings.passed'], $colon, ' ', $S[../@id = concat('theme.', $settled[1]/@theme)])"/></title>
        <head>
          <xsl:call-template name="column"><xsl:with-param name="id" select="'rule'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="id" select="'outcome'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="id" select="'reason'"/></xsl:call-template>
        </head>
        <xsl:for-each select="$settled">
          <row>
            <cell><xsl:value-of select="@rule"/></cell>
            <cell><xsl:call-template name="badge"><xsl:with-param name="kind" select="'outcome'"/><xsl:with-param name="value" select="@outcome"/></xsl:call-template></cell>
            <cell>
              <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:title"/></xsl:call-template>
              <xsl:if test="string(d:message[@xml:lang = $lang]) != ''">
                <xsl:text>. </xsl:text>
                <xsl:call-template name="message"><xsl:with-param name="texts" select="d:message"/></xsl:call-template>
              </xsl:if>
            </cell>
          </row>
        </xsl:for-each>
      </table>
    </xsl:if>
  </xsl:template>

  <xsl:template name="weights-content">
    <section id="weights">
      <title><xsl:value-of select="$S[../@id = 'weights']"/></title>
      <xsl:choose>
        <xsl:when test="d:option/d:weights">
          <p><xsl:value-of select="$S[../@id = 'weights.intro']"/></p>
          <table>
            <title><xsl:value-of select="$S[../@id = 'weights.table']"/></title>
            <head>
              <xsl:call-template name="column"><xsl:with-param name="id" select="'file'"/></xsl:call-template>
              <xsl:call-template name="column"><xsl:with-param name="id" select="'format'"/></xsl:call-template>
              <xsl:call-template name="column"><xsl:with-param name="id" select="'size'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
              <xsl:call-template name="column"><xsl:with-param name="id" select="'digest'"/></xsl:call-template>
            </head>
            <xsl:for-each select="d:option/d:weights">
              <row>
                <cell><xsl:value-of select="@path"/></cell>
                <cell><xsl:value-of select="@format"/></cell>
                <cell number="yes"><xsl:call-template name="bytes"><xsl:with-param name="value" select="@bytes"/></xsl:call-template></cell>
                <cell><code><xsl:value-of select="@sha256"/></code></cell>
              </row>
            </xsl:for-each>
          </table>
        </xsl:when>
        <xsl:otherwise><p><xsl:value-of select="$S[../@id = 'weights.none']"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <!-- One table an option, after that of what is about the family. -->
  <xsl:template name="evidence-content">
    <section id="evidence">
      <title><xsl:value-of select="$S[../@id = 'evidence']"/></title>
      <p><xsl:value-of select="$S[../@id = 'evidence.intro']"/></p>
      <xsl:if test="d:evidence/d:file[@option = '']">
        <xsl:call-template name="evidence-table-content">
          <xsl:with-param name="files" select="d:evidence/d:file[@option = '']"/>
          <xsl:with-param name="title" select="$S[../@id = 'evidence.family']"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:for-each select="d:options/d:option">
        <xsl:variable name="files" select="/d:dossier/d:evidence/d:file[@option = current()/@id]"/>
        <xsl:if test="$files">
          <xsl:call-template name="evidence-table-content">
            <xsl:with-param name="files" select="$files"/>
            <xsl:with-param name="title">
              <xsl:value-of select="concat($S[../@id = 'evidence.option'], ' ')"/>
              <xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template>
            </xsl:with-param>
          </xsl:call-template>
        </xsl:if>
      </xsl:for-each>
    </section>
  </xsl:template>

  <xsl:template name="evidence-table-content">
    <xsl:param name="files"/>
    <xsl:param name="title"/>
    <table>
      <title><xsl:value-of select="$title"/></title>
      <head>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'ref'"/></xsl:call-template>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'file'"/></xsl:call-template>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'format'"/></xsl:call-template>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'digest'"/></xsl:call-template>
      </head>
      <xsl:for-each select="$files">
        <row id="{@id}">
          <cell><xsl:value-of select="@id"/></cell>
          <cell>
            <xsl:value-of select="@path"/>
            <xsl:if test="@status = 'refused'">
              <small>
                <xsl:value-of select="concat($S[../@id = 'status.refused'], $colon, ' ', @place)"/>
                <xsl:if test="@place != ''">, </xsl:if>
                <xsl:value-of select="@reason"/>
              </small>
            </xsl:if>
          </cell>
          <cell>
            <xsl:choose>
              <xsl:when test="@status = 'read'"><xsl:value-of select="@format"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="$S[../@id = concat('status.', current()/@status)]"/></xsl:otherwise>
            </xsl:choose>
          </cell>
          <cell><code><xsl:call-template name="or-dash"><xsl:with-param name="text" select="@sha256"/></xsl:call-template></code></cell>
        </row>
      </xsl:for-each>
    </table>
  </xsl:template>

  <xsl:template name="packs-content">
    <section id="packs">
      <title><xsl:value-of select="$S[../@id = 'packs']"/></title>
      <p><xsl:value-of select="$S[../@id = 'packs.intro']"/></p>
      <table>
        <title><xsl:value-of select="$S[../@id = 'packs.table']"/></title>
        <head>
          <xsl:call-template name="column"><xsl:with-param name="id" select="'pack'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="id" select="'version'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="id" select="'rules'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="id" select="'digest'"/></xsl:call-template>
        </head>
        <xsl:for-each select="*[local-name() = 'packs']/*">
          <row>
            <cell><xsl:call-template name="in-language"><xsl:with-param name="texts" select="*"/></xsl:call-template></cell>
            <cell><xsl:value-of select="@version"/></cell>
            <cell number="yes"><xsl:value-of select="@rules"/></cell>
            <cell><code><xsl:value-of select="@sha256"/></code></cell>
          </row>
        </xsl:for-each>
      </table>
    </section>
  </xsl:template>

  <xsl:template name="verify-content">
    <xsl:param name="file"/>
    <section id="verify">
      <title><xsl:value-of select="$S[../@id = 'verify']"/></title>
      <p><xsl:value-of select="$S[../@id = 'verify.projection']"/></p>
      <command><xsl:value-of select="concat('auditor verify ', $file, ' --trust ca.pem --replay')"/></command>
      <command><xsl:value-of select="concat('xmlsec1 --verify --trusted-pem ca.pem --enabled-key-data x509 --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties ', $file)"/></command>
      <p><xsl:value-of select="$S[../@id = 'verify.4']"/></p>
      <xsl:if test="$brand-sha256 != ''">
        <p><xsl:value-of select="concat($S[../@id = 'brand.digest'], $colon, ' ')"/><code><xsl:value-of select="$brand-sha256"/></code></p>
      </xsl:if>
      <section id="means">
        <title><xsl:value-of select="$S[../@id = 'means']"/></title>
        <p><xsl:value-of select="$S[../@id = 'means.1']"/></p>
        <p><xsl:value-of select="$S[../@id = 'means.2']"/></p>
        <p><xsl:value-of select="$S[../@id = 'means.3']"/></p>
        <p><xsl:value-of select="$S[../@id = 'continued']"/></p>
      </section>
    </section>
  </xsl:template>
</xsl:stylesheet>
