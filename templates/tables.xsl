<?xml version="1.0" encoding="UTF-8"?>
<!-- Tables and pages that the dossier and the comparison have in common. They
     match by local name, because the two documents have their own namespaces. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format">
  <xsl:import href="charts.fo.xsl"/>

  <xsl:template name="subject-rows">
    <xsl:variable name="who" select="/*/*[local-name() = 'subject']"/>
    <xsl:variable name="when" select="/*/*[local-name() = 'head']"/>
    <xsl:call-template name="identity-row">
      <xsl:with-param name="id" select="'family'"/>
      <xsl:with-param name="value"><xsl:call-template name="word"><xsl:with-param name="text" select="$who/@family"/></xsl:call-template></xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="identity-row">
      <xsl:with-param name="id" select="'provider'"/>
      <xsl:with-param name="value"><xsl:call-template name="word"><xsl:with-param name="text" select="$who/@provider"/></xsl:call-template></xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="identity-row">
      <xsl:with-param name="id" select="'risk'"/>
      <xsl:with-param name="value">
        <xsl:value-of select="$S[../@id = concat('risk.', $who/@risk-class)]"/>
        <xsl:if test="$S[../@id = concat('risk.', $who/@risk-route)]">
          <xsl:value-of select="concat(' (', $S[../@id = concat('risk.', $who/@risk-route)], ')')"/>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="identity-row">
      <xsl:with-param name="id" select="'languages'"/>
      <xsl:with-param name="value" select="concat($who/@languages, ' · ', $who/@jurisdictions)"/>
    </xsl:call-template>
    <xsl:call-template name="identity-row">
      <xsl:with-param name="id" select="'created'"/>
      <xsl:with-param name="value">
        <xsl:call-template name="time"><xsl:with-param name="value" select="$when/*[local-name() = 'created']"/></xsl:call-template>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="identity-row">
      <xsl:with-param name="id" select="'law-as-of'"/>
      <xsl:with-param name="value">
        <xsl:call-template name="date"><xsl:with-param name="value" select="$when/*[local-name() = 'law-as-of']"/></xsl:call-template>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="identity-row">
      <xsl:with-param name="id" select="'people'"/>
      <xsl:with-param name="value">
        <xsl:if test="not($who/*[local-name() = 'person'])">–</xsl:if>
        <xsl:for-each select="$who/*[local-name() = 'person']">
          <xsl:if test="position() &gt; 1">&#x202F;; </xsl:if>
          <xsl:call-template name="word"><xsl:with-param name="text" select="@role"/></xsl:call-template>
        </xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="options-table">
    <xsl:param name="options"/>
    <xsl:param name="tinted"/>
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="{52 - 14 * $has-history}mm"/>
      <fo:table-column column-width="{21 - $has-history}mm"/>
      <fo:table-column column-width="{18 - 2 * $has-history}mm"/>
      <fo:table-column column-width="{19 - 2 * $has-history}mm"/>
      <fo:table-column column-width="{18 - 2 * $has-history}mm"/>
      <xsl:if test="$has-history"><fo:table-column column-width="21mm"/></xsl:if>
      <fo:table-column column-width="38mm"/>
      <fo:table-header>
        <fo:table-row xsl:use-attribute-sets="head-row">
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'option'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'params'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'precision'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'size'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'energy'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:if test="$has-history">
            <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'chart.history'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          </xsl:if>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'verdict'"/></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="$options">
          <fo:table-row xsl:use-attribute-sets="row">
            <xsl:call-template name="not-alone"/>
            <xsl:if test="@id = $tinted"><xsl:attribute name="background-color">#EEF2F7</xsl:attribute></xsl:if>
            <fo:table-cell xsl:use-attribute-sets="cell" role="TH">
              <fo:block>
                <xsl:if test="@id = $tinted"><xsl:attribute name="font-weight">bold</xsl:attribute></xsl:if>
                <xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template></fo:block>
              <xsl:if test="@parent != ''">
                <fo:block font-size="7pt" line-height="9pt" color="{$grey}">
                  <xsl:value-of select="concat($S[../@id = concat('relation.', current()/@relation)], ', ', $S[../@id = 'derived'], ' ', @parent)"/>
                </fo:block>
              </xsl:if>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end">
              <xsl:call-template name="params"><xsl:with-param name="value" select="@params"/></xsl:call-template></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block>
              <xsl:choose>
                <xsl:when test="@precision = ''">–</xsl:when>
                <xsl:otherwise><xsl:value-of select="@precision"/></xsl:otherwise>
              </xsl:choose></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end">
              <xsl:call-template name="bytes"><xsl:with-param name="value" select="@bytes"/></xsl:call-template></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end">
              <xsl:call-template name="count"><xsl:with-param name="value" select="@energy"/></xsl:call-template></fo:block></fo:table-cell>
            <xsl:if test="$has-history"><xsl:call-template name="history-cell"/></xsl:if>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block>
              <xsl:call-template name="chip">
                <xsl:with-param name="kind" select="'verdict'"/>
                <xsl:with-param name="value" select="@verdict"/>
              </xsl:call-template></fo:block></fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <xsl:template name="criterion-cell">
    <fo:table-cell xsl:use-attribute-sets="cell">
      <fo:block font-weight="bold"><xsl:value-of select="@criterion"/></fo:block>
      <fo:block font-size="7pt" line-height="9pt" color="{$grey}">
        <xsl:value-of select="concat(@task, ', ', @metric, ', ', @language)"/>
        <xsl:if test="@slice = 'hard'"><xsl:value-of select="concat(', ', $S[../@id = 'slice.hard'])"/></xsl:if>
        <xsl:if test="@gating = 'yes'"><xsl:value-of select="concat(', ', $S[../@id = 'gating'])"/></xsl:if>
      </fo:block>
    </fo:table-cell>
  </xsl:template>

  <xsl:template name="answer-cell">
    <xsl:param name="value"/>
    <fo:table-cell xsl:use-attribute-sets="cell"><fo:block>
      <xsl:call-template name="chip">
        <xsl:with-param name="kind" select="'answer'"/>
        <xsl:with-param name="value" select="$value"/>
      </xsl:call-template></fo:block></fo:table-cell>
  </xsl:template>

  <xsl:template name="interval-cell">
    <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end">
      <xsl:choose>
        <xsl:when test="@low = ''">–</xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="decimal"><xsl:with-param name="value" select="@low"/></xsl:call-template>
          <xsl:text> – </xsl:text>
          <xsl:call-template name="decimal"><xsl:with-param name="value" select="@high"/></xsl:call-template>
        </xsl:otherwise>
      </xsl:choose></fo:block></fo:table-cell>
  </xsl:template>

  <xsl:template name="literal-cell">
    <xsl:param name="value"/>
    <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end">
      <xsl:call-template name="literal"><xsl:with-param name="value" select="$value"/></xsl:call-template></fo:block></fo:table-cell>
  </xsl:template>

  <xsl:template name="decimal-cell">
    <xsl:param name="value"/>
    <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end">
      <xsl:call-template name="decimal"><xsl:with-param name="value" select="$value"/></xsl:call-template></fo:block></fo:table-cell>
  </xsl:template>

  <xsl:template name="results-table">
    <xsl:param name="results"/>
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="46mm"/>
      <fo:table-column column-width="16mm"/>
      <fo:table-column column-width="27mm"/>
      <fo:table-column column-width="18mm"/>
      <fo:table-column column-width="18mm"/>
      <fo:table-column column-width="41mm"/>
      <fo:table-header>
        <fo:table-row xsl:use-attribute-sets="head-row">
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'criterion'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'value'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'interval'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'n'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'threshold'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'met'"/></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="$results">
          <fo:table-row xsl:use-attribute-sets="row">
            <xsl:call-template name="not-alone"/>
            <xsl:call-template name="criterion-cell"/>
            <xsl:call-template name="decimal-cell"><xsl:with-param name="value" select="@value"/></xsl:call-template>
            <xsl:call-template name="interval-cell"/>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end">
              <xsl:call-template name="count"><xsl:with-param name="value" select="@n"/></xsl:call-template></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end">
              <xsl:choose>
                <xsl:when test="@threshold = ''">–</xsl:when>
                <xsl:when test="@direction = 'max'">≤&#xA0;</xsl:when>
                <xsl:otherwise>≥&#xA0;</xsl:otherwise>
              </xsl:choose>
              <xsl:if test="@threshold != ''">
                <xsl:call-template name="literal"><xsl:with-param name="value" select="@threshold"/></xsl:call-template>
              </xsl:if></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block>
                <xsl:call-template name="chip">
                  <xsl:with-param name="kind" select="'answer'"/>
                  <xsl:with-param name="value" select="@met"/>
                </xsl:call-template></fo:block>
              <fo:block font-size="7pt" line-height="9pt" color="{$grey}">
                <xsl:value-of select="concat($S[../@id = 'set-by'], ' ')"/>
                <xsl:call-template name="word"><xsl:with-param name="text" select="@set-by"/></xsl:call-template><xsl:text>, </xsl:text>
                <xsl:call-template name="date"><xsl:with-param name="value" select="@set-on"/></xsl:call-template>
              </fo:block>
            </fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <xsl:template name="losses-table">
    <xsl:param name="losses"/>
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="46mm"/>
      <fo:table-column column-width="34mm"/>
      <fo:table-column column-width="16mm"/>
      <fo:table-column column-width="27mm"/>
      <fo:table-column column-width="15mm"/>
      <fo:table-column column-width="28mm"/>
      <fo:table-header>
        <fo:table-row xsl:use-attribute-sets="head-row">
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'criterion'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'option'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'loss'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'interval'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'margin'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'within-margin'"/></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="$losses">
          <fo:table-row xsl:use-attribute-sets="row">
            <xsl:call-template name="not-alone"/>
            <xsl:call-template name="criterion-cell"/>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block>
              <xsl:value-of select="concat(@option, ' / ', @parent)"/></fo:block></fo:table-cell>
            <xsl:call-template name="decimal-cell"><xsl:with-param name="value" select="@difference"/></xsl:call-template>
            <xsl:call-template name="interval-cell"/>
            <xsl:call-template name="literal-cell"><xsl:with-param name="value" select="@loss-max"/></xsl:call-template>
            <xsl:call-template name="answer-cell"><xsl:with-param name="value" select="@within-margin"/></xsl:call-template>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <xsl:template name="hash">
    <xsl:param name="value"/>
    <fo:block font-family="DejaVu Sans Mono" font-size="6.5pt" hyphenate="false">
      <xsl:choose>
        <xsl:when test="$value = ''">–</xsl:when>
        <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
      </xsl:choose>
    </fo:block>
  </xsl:template>

  <xsl:template name="packs">
    <fo:block id="packs" space-before="27pt" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'packs']"/></fo:block>
    <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'packs.intro']"/></fo:block>
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="45mm"/>
      <fo:table-column column-width="15mm"/>
      <fo:table-column column-width="15mm"/>
      <fo:table-column column-width="91mm"/>
      <fo:table-header>
        <fo:table-row xsl:use-attribute-sets="head-row">
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'pack'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'version'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'rules'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'digest'"/></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="/*/*[local-name() = 'packs']/*">
          <fo:table-row xsl:use-attribute-sets="row">
            <xsl:call-template name="not-alone"/>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block>
              <xsl:call-template name="in-language"><xsl:with-param name="texts" select="*"/></xsl:call-template></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block><xsl:value-of select="@version"/></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end"><xsl:value-of select="@rules"/></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><xsl:call-template name="hash"><xsl:with-param name="value" select="@sha256"/></xsl:call-template></fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <xsl:template name="command">
    <xsl:param name="line"/>
    <fo:block xsl:use-attribute-sets="mono" background-color="#F3F4F6" padding="4pt 6pt"
        start-indent="6pt" end-indent="6pt" space-before="3pt" space-after="6.75pt"><xsl:value-of select="$line"/></fo:block>
  </xsl:template>

  <xsl:template name="verify-page">
    <xsl:param name="xml"/>
    <xsl:param name="pdf"/>
    <fo:block id="verify" space-before="27pt" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'verify']"/></fo:block>
    <xsl:choose>
      <xsl:when test="$origin = 'sealed'">
        <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'verify.1']"/></fo:block>
        <xsl:call-template name="command"><xsl:with-param name="line" select="concat('pdfdetach -save 1 -o ', $xml, ' ', $pdf)"/></xsl:call-template>
        <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'verify.2']"/></fo:block>
        <xsl:call-template name="command"><xsl:with-param name="line" select="concat('auditor verify ', $pdf, ' ', $xml, ' --trust ca.pem --replay')"/></xsl:call-template>
        <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'verify.3']"/></fo:block>
        <xsl:call-template name="command"><xsl:with-param name="line" select="concat('pdfsig ', $pdf)"/></xsl:call-template>
        <xsl:call-template name="command"><xsl:with-param name="line"
            select="concat('xmlsec1 --verify --trusted-pem ca.pem --enabled-key-data x509 --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties ', $xml)"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'verify.projection']"/></fo:block>
        <xsl:call-template name="command"><xsl:with-param name="line" select="concat('auditor verify ', $xml, ' --trust ca.pem --replay')"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="$xml-sha256 != ''">
      <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'verify.digest']"/></fo:block>
      <xsl:call-template name="command"><xsl:with-param name="line" select="$xml-sha256"/></xsl:call-template>
    </xsl:if>
    <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'verify.4']"/></fo:block>
    <xsl:call-template name="brand-digest"/>
    <fo:block keep-together.within-page="always">
      <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'means']"/></fo:block>
      <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'means.1']"/></fo:block>
      <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'means.2']"/></fo:block>
      <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'means.3']"/></fo:block>
      <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'continued']"/></fo:block>
    </fo:block>
  </xsl:template>
</xsl:stylesheet>
